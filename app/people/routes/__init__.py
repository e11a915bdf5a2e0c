"""The routes of people, a file a resource."""

from app.people.routes import (
    accounts,
    addresses,
    invitations,
    languages,
    password_resets,
    passwords,
    pins,
    sessions,
    sign_ins,
)

blueprints = tuple(
    each.blueprint
    for each in (sessions, invitations, password_resets, accounts, addresses, passwords, pins, sign_ins, languages)
)
