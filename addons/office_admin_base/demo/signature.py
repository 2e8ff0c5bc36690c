import base64
import random
from functools import cache
from io import BytesIO
from math import cos, sin, tau

from PIL import Image, ImageDraw

WIDTH, HEIGHT, SMOOTH = 320, 120, 4


@cache
def draw_signature(name):
    """Return a scrawl that is always the same for the same person, as a PNG in base64."""
    hand = random.Random(name)
    loops, slant = hand.uniform(5, 9), hand.uniform(14, 30)
    waves, phase = hand.uniform(0.4, 1), hand.uniform(0, tau)
    points = []
    for step in range(401):
        part = step / 400
        angle = tau * loops * part
        tall = 12 + 30 * (1 - 0.5 * part) * abs(cos(tau * waves * part + phase))
        x = 35 + 230 * part + slant * sin(angle + phase)
        y = 62 - 8 * part - tall * cos(angle)
        points.append((SMOOTH * x, SMOOTH * y))
    image = Image.new('RGBA', (SMOOTH * WIDTH, SMOOTH * HEIGHT))
    ImageDraw.Draw(image).line(points, fill=(20, 40, 120, 255), width=2 * SMOOTH + 1, joint='curve')
    stream = BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(stream, 'PNG')
    return base64.b64encode(stream.getvalue())
