"""The columns of each list of decisions, as a file has them."""

from revenue_arc.exports import Columns

REJECTIONS: Columns = {
    "Quarter": lambda row: row["quarter"],
    "Where": lambda row: row["where"],
    "From": lambda row: row["sender"],
    "To": lambda row: row["receiver"],
    "Reason": lambda row: row["tally"].word,
    "Rejections": lambda row: row["tally"].count,
    "Amount": lambda row: row["amount"],
    "Currency": lambda row: row["currency"],
}
SERIES: Columns = {
    "When": lambda point: point.get("label") or point["week"],
    "Value": lambda point: point["value"],
}
ARC: Columns = {
    "Deliverable": lambda row: row["name"],
    "Function": lambda row: row["function"],
    "Held by": lambda row: row["holder"],
    "Never owned": lambda row: row["never_owned"],
    "Dark days": lambda row: row["dark_days"],
}
