import json
import pathlib

SITENAME = "Bench"
SITEURL = "https://example.org"
PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
ARTICLE_PATHS = ["projects"]
ARTICLE_URL = "projects/{slug}/"
ARTICLE_SAVE_AS = "projects/{slug}/index.html"
AUTHOR_URL = "contributors/{slug}/"
AUTHOR_SAVE_AS = "contributors/{slug}/index.html"
AUTHORS_SAVE_AS = "contributors/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
TAGS_SAVE_AS = "tags/index.html"
CATEGORY_SAVE_AS = ""
SITEMAP_SAVE_AS = "sitemap.xml"
DIRECT_TEMPLATES = ["index", "authors", "tags", "sitemap"]
PAGINATED_TEMPLATES = {"tag": 24}
PAGINATION_PATTERNS = ((1, "{url}", "{save_as}"), (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"))
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = None
FEED_ALL_RSS = "feed.xml"
AUTHOR_FEED_RSS = "contributors/{slug}/feed.xml"
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = True
THEME_STATIC_DIR = ""
USE_FOLDER_AS_CATEGORY = False
MARKDOWN = {"extensions": [], "output_format": "html5"}
TYPOGRIFY = False
PLUGINS = []
PEOPLE = {p["id"]: p for p in json.loads((pathlib.Path(__file__).parent / "people.json").read_text())}
JINJA_GLOBALS = {"PEOPLE": PEOPLE}
JINJA_FILTERS = {"fromjson": json.loads}
