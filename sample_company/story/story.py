"""The whole story: which system holds which collections."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample_company.story import creative, finance, marketing, pipeline, product, sales, tasks
from sample_company.story.days import Days
from sample_company.story.record import Record

SYSTEMS = ("events", "campaigns", "studio", "crm")


@dataclass(frozen=True)
class Story:
    """All that the systems hold, counted from the anchor. A `scale` under 1 keeps fewer of the daily rows, and every number."""

    anchor: date
    scale: float = 1.0

    @property
    def days(self) -> Days:
        """The days of this story."""
        return Days(self.anchor, self.scale)

    def collections(self, system: str) -> dict[str, Iterator[Record]]:
        """The collections of one system, by name."""
        days = self.days
        return {
            "events": {
                "workspaces": product.workspaces(days),
                "usage": product.usage(days),
                "milestones": product.milestones(days),
            },
            "campaigns": {
                "campaigns": marketing.campaign_rows(days),
                "leads": marketing.marketing_leads(days),
                "spend": marketing.spend(days),
            },
            "studio": {
                "assets": creative.asset_rows(days),
                "engagement": creative.engagement(days),
                "tasks": tasks.task_rows(days, "studio"),
                "task_log": tasks.task_history(days, "studio"),
            },
            "crm": {
                "accounts": sales.accounts(days),
                "leads": sales.sales_leads(days),
                "contacts": sales.contacts(days),
                "activities": sales.lead_activities(days),
                "opportunities": pipeline.opportunities(days),
                "history": pipeline.opportunity_history(days),
                "contracts": sales.contracts(days),
                "tasks": tasks.task_rows(days, "crm"),
                "task_history": tasks.task_history(days, "crm"),
            },
        }[system]

    def billing(self, last: int) -> Iterator[dict[str, str]]:
        """The billing export of the night after day `last`."""
        return finance.billing_rows(self.days, last)

    def ledger(self) -> Iterator[dict[str, str]]:
        """The last ledger export that finance's nightly job wrote before it died."""
        return finance.ledger_rows(self.days, finance.LEDGER_DIED - 1)
