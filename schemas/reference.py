"""Reference tables rendered from schemas/vocab/: items, actors, units and benchmarks."""

from __future__ import annotations

from schemas.columns import Day, Number, Table, Text, Texts, column, figure, key


class Items(Table):
    """What can be counted, as a tree: the path is the id, so a prefix match is the hierarchy query."""

    class Config:
        name = "items"

    item_id: Text = key("Path of the item", pattern=r"^[a-z][a-z0-9]*(\.[a-z0-9]+)*$", unique=True)
    item: Text = column("Name of the item", nullable=False)
    parent_item_id: Text = column("The item above; null for a root", references="items.item_id")
    calibre_mm: Number = column("Calibre in millimetres, where the item has one", gt=0, le=2000)
    unroca_category: Text = column("Category of the UN Register of Conventional Arms; ammunition has none")
    aliases: Texts = column("Other words for it", nullable=False)


class Actors(Table):
    """States, bodies and outlets that act, speak or publish."""

    class Config:
        name = "actors"

    actor_id: Text = key("ISO 3166-1 alpha-3 for states, dotted below them for bodies (KOR.NIS)", unique=True)
    actor: Text = column("Name", nullable=False)
    actor_type: Text = column("state, government, military, intelligence, outlet ...")
    country_iso3: Text = column("State that it belongs to, ISO 3166-1 alpha-3", pattern=r"^[A-Z]{3}$")
    wikidata_qid: Text = column("Wikidata item", pattern=r"^Q[1-9][0-9]*$")
    parent_actor_id: Text = column("The body above it", references="actors.actor_id")
    aliases: Texts = column("Other names", nullable=False)


class Units(Table):
    """Units of values, with their factor to SI and their UCUM code."""

    class Config:
        name = "units"

    unit: Text = key("Unit as it stands in the tables", unique=True)
    dimension: Text = column("count, mass, volume, length, area, duration, money, share or factor", nullable=False)
    si_factor: Number = column("Multiply by this to get the SI unit of the dimension", gt=0, le=1e30)
    ucum_code: Text = column("UCUM code, where there is one")
    label: Text = column("Name in words", nullable=False)


class Benchmarks(Table):
    """Figures that claims are measured against, such as legal caps."""

    class Config:
        name = "benchmarks"

    benchmark_id: Text = key("Id of the benchmark", pattern=r"^[a-z][a-z0-9_]*$", unique=True)
    label: Text = column("What it is, in words", nullable=False)
    value: Number = figure("The figure in `unit`", nullable=False)
    unit: Text = column("Unit of the figure", nullable=False)
    rate_per: Text = column("What it is per, for a rate")
    valid_from: Day = column("First day on which it holds")
    valid_to: Day = column("Last day on which it holds; null = still holds")
    source_url: Text = column("Where it is laid down", pattern=r"^https://.+$")
