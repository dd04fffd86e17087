"""Invented names. None is meant to be anybody's."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


CUSTOMER_FIRST = words(
    "Alder Basalt Cinder Dapple Ember Fallow Garnet Hollow Indigo Juniper Kestrel Lantern Maple Nettle Osprey Pewter Quarry "
    "Russet Saffron Thistle Umber Velvet Willow Yarrow Zephyr Bramble Copper Drift Falcon Harvest"
)
CUSTOMER_SECOND = words(
    "Freight Mills Clinics Foods Robotics Textiles Energy Insurance Learning Packaging Optics Timber Ceramics Hotels "
    "Software Bikes Pharma Seeds Marine Studios"
)
PROSPECT_FIRST = words(
    "Acacia Birch Cedar Dune Elm Fern Gale Heron Iris Jade Kite Laurel Moss Nova Onyx Pike Quill Reed Sable Teal"
)
PROSPECT_SECOND = words("Works Labs Supply Partners Retail Health Motors Press Farms Rail Legal Dental Travel Events Tools")
GIVEN = words("Ada Bruno Carla Dev Elif Farid Gita Hugo Ines Jonas Kofi Lena Mika Nadia Omar Petra Rosa Sven Tariq Uma")
FAMILY = words("Abara Berg Costa Diaz Eklund Fischer Gupta Haas Ito Jansen Kaya Lund Moreau Novak Okoye Patel Rossi Silva")
