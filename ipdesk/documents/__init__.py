"""What an office prints and mails: summary, report form, notice; as PDF, Word and Excel.

May import domain, text, paint and paths; it gets read models and never asks the store. Open first: `model.py`.
"""
