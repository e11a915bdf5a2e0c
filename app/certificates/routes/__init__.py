"""The routes of certificates, a file a resource."""

from app.certificates.routes import certificates, verifications

blueprints = (certificates.blueprint, verifications.blueprint)
