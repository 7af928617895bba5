"""An office's own document (.docx, .txt, .md, text PDF) → a plan file for a person to go over. Rules, no guessing."""

from .plan_text import Draft, draft_plan

__all__ = ["Draft", "draft_plan"]
