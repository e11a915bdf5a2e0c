"""The routes of the directory, a file a resource."""

from app.directory.routes import cards, cohort_cards, deactivations, invitations, people, roles, sign_ins, sites

blueprints = (
    people.blueprint,
    roles.blueprint,
    invitations.blueprint,
    cards.blueprint,
    cohort_cards.blueprint,
    deactivations.blueprint,
    sign_ins.blueprint,
    sites.blueprint,
)
