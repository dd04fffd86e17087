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
