"""A product is called as the catalogue calls it, else as the feed does."""

from lobby.services.products import product_names
from lobby.services.sources import Sources


def test_the_catalogue_names_a_product_before_the_feed_does(sources: Sources) -> None:
    names = product_names(sources, "en")
    assert names["dep_cd"] == "Certificate of deposit, 3 years"
    of_feed = {row["product_code"]: row["name"] for row in sources.portraits.rows("customer_products")}
    assert of_feed["dep_cd"] == "大额存单（3 年）"
    assert {names[code] for code in of_feed.keys() - sources.catalog.products.keys()} == {
        of_feed[code] for code in of_feed.keys() - sources.catalog.products.keys()
    }
