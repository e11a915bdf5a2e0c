"""The routes of people, a file a resource."""

from app.people.routes import invitations, languages, passwords, sessions

blueprints = (sessions.blueprint, invitations.blueprint, passwords.blueprint, languages.blueprint)
