"""The only place where the features are wired together."""

from __future__ import annotations

import os

import click
from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.assessments.cases import routes as cases_routes
from app.assessments.cases.queries import running_run
from app.assessments.practicals import routes as practicals_routes
from app.assessments.quizzes import routes as quizzes_routes
from app.assessments.quizzes.queries import running_attempt
from app.certificates import routes as certificates_routes
from app.certificates.keyring import key_files
from app.certificates.letterhead import letterhead
from app.certificates.training_words import training_wordings
from app.certificates.wording import UnusableWordingError, wordings
from app.config import ROOT, Settings, SettingsError
from app.courses import routes as courses_routes
from app.courses.routes.items import ITEM_PAGES
from app.courses.routes.safety_duties import UNDER_WAY
from app.db import db, prepare
from app.directory import routes as directory_routes
from app.mail import bell
from app.mail import routes as mail_routes
from app.notices import routes as notices_routes
from app.people import routes as people_routes
from app.people.queries import member_by_session
from app.search import routes as search_routes
from app.shared.keys import keys
from app.shared.storage import files
from app.today import routes as today_routes
from app.web import compression, errors, languages, pages, security
from app.web import routes as web_routes
from app.web.guards import refuse_unguarded_routes

# Named apart from the packages: a name `people` here would hide the package `app.people`.
FEATURES = (
    web_routes,
    people_routes,
    notices_routes,
    mail_routes,
    courses_routes,
    directory_routes,
    quizzes_routes,
    cases_routes,
    practicals_routes,
    certificates_routes,
    search_routes,
    today_routes,
)


def wired(settings: Settings | None = None) -> Flask:
    """The application, ready to serve. Raises SettingsError, UnguardedRouteError."""
    settings = settings or Settings.read(os.environ, command=click.get_current_context(silent=True) is not None)
    app = Flask("app", static_folder=None, instance_path=str(settings.instance))
    app.config.from_mapping(settings.flask())
    app.extensions["settings"] = settings
    app.extensions["wired"] = wired  # for who needs another one beside it, and stands below this module
    if settings.proxies:  # of what they tell, only the client's address: a header that no proxy sets is a stranger's
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    _open_stores(app, settings)
    _let_people_sign_in(app)
    for part in (compression, languages, security, errors, pages, bell):
        part.init_app(app)
    for feature in FEATURES:
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
    ITEM_PAGES.update(quiz=quizzes_routes.item_page, case=cases_routes.item_page, practical=practicals_routes.item_page)
    UNDER_WAY.update(quiz=running_attempt, case=running_run)
    cli.init_app(app)
    refuse_unguarded_routes(app)
    return app


def _open_stores(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    files.open(settings.files_url)
    keys.open(settings.secret_key)
    key_files.open(settings.keys, school=settings.school_name, address=settings.public_url)
    letterhead.open(settings.logo)
    _read_wordings(settings)
    with app.app_context():
        prepare(db.engine)


def _read_wordings(settings: Settings) -> None:
    try:
        for words in (wordings, training_wordings):
            words.open(settings.wordings)
    except UnusableWordingError as wrong:
        raise SettingsError(f"ETABLI_WORDINGS: {wrong}") from wrong


def _let_people_sign_in(app: Flask) -> None:
    CSRFProtect(app)
    login = LoginManager(app)
    login.login_view = "sessions.new"
    login.login_message = None
    login.session_protection = None  # the stamp in each session already ends it when it should
    login.user_loader(member_by_session)
