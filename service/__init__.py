"""The service: a release on disk as pages, data, dumps and a SPARQL endpoint.

`create_app(Settings(out=Path("build")))` is a WSGI application. It reads `build/current` and
nothing else, and goes over to another release when that link is switched.
"""

from collections.abc import Callable

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service import compression, errors, headers
from service.current import Current, Fixed, in_process
from service.data import blueprint as data
from service.dumps import blueprint as dumps
from service.engine import Engine
from service.engine.remote import Remote
from service.exports import blueprint as exports
from service.federation.federated import Federated
from service.files import RdfFiles
from service.home import blueprint as home
from service.metrics import Measured, Metrics
from service.metrics import blueprint as metrics
from service.pages import blueprint as pages
from service.reconcile.pages import blueprint as reconcile
from service.release import Release, elsewhere, of_files
from service.scan import LENGTH
from service.search.pages import blueprint as search
from service.settings import Settings
from service.sparql import blueprint as sparql
from service.status import blueprint as status
from service.status import probes
from service.vocabulary import blueprint as vocabulary

__all__ = ["Settings", "create_app"]


def create_app(settings: Settings, engine: Callable[[Release], Engine] = in_process) -> Flask:
    """An application that serves the current release of `settings.out`, `data` or `store`.

    `engine` makes what answers the queries over a release.
    """
    app = Flask("service")
    counted = app.extensions["metrics"] = Metrics()

    def asking(one: Engine) -> Engine:
        allowed = settings.allow_service
        return Federated(one, allowed, settings.limits) if allowed else one

    def measured(release: Release) -> Engine:
        return Measured(asking(engine(release)), counted)

    always: tuple[Blueprint, ...] = (sparql, probes, metrics)
    blueprints = (pages, search, reconcile, exports, data, dumps, vocabulary, status, *always)
    if settings.data:
        files = RdfFiles(settings.data, union=settings.union_default_graph)
        app.extensions["spacecoop"] = Fixed(of_files(files), measured)
        app.config["SPACECOOP_FILES"] = [path.name for path in settings.data]
        blueprints = (home, *always)
    elif settings.store:
        remote = Remote(settings.store, settings.limits)
        app.extensions["spacecoop"] = Fixed(
            elsewhere(), lambda _: Measured(asking(remote), counted)
        )
        app.config["SPACECOOP_FILES"] = [settings.store]
        blueprints = (home, *always)
    else:
        app.extensions["spacecoop"] = Current(settings.out, measured, settings.disk_above)
    app.config["SPACECOOP_SERVICES"] = settings.allow_service
    app.context_processor(lambda: {"files": app.config.get("SPACECOOP_FILES", [])})
    app.url_map.strict_slashes = False
    # A query of the length that the scan allows, percent-encoded; Flask's own limit is 500 kB.
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"] = 4 * LENGTH
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    errors.register(app)
    headers.register(app)
    compression.register(app)
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way
            app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted, x_prefix=trusted
        )
    return app
