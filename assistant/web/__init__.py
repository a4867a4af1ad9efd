"""The pages and the HTTP surface: the only room, with app.py, that knows gradio or fastapi."""
