"""An office's own document (.docx, .txt, .md, text PDF) → a plan file for a person to go over. Rules, no guessing."""
