"""The routes of mail, a file a resource."""

from app.mail.routes import failed_letters, letters

blueprints = (letters.blueprint, failed_letters.blueprint)
