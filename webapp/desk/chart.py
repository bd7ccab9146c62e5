"""A step chart as SVG: what is paid over the amount, with every boundary named. Drawn on the server, without script."""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 260, 64, 44, 24, 24


def step_chart(steps: Sequence[tuple[float, float]]) -> Markup:
    """`steps` are (from this amount on, this is paid), the lowest first, both in yuan. Each step is drawn as wide as the others:
    bands of law span from hundreds to hundreds of thousands.
    """
    most = max(pays for _, pays in steps) or 1
    wide = (WIDTH - LEFT - RIGHT) / (len(steps) + 1)
    points, marks = [f"M{LEFT} {HEIGHT - BOTTOM}"], []
    for number, (start, pays) in enumerate(steps):
        x, y = LEFT + wide * (number + 1), HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * pays / most
        points.append(f"H{x:.1f} V{y:.1f}")
        marks.append(
            Markup(
                '<line class="chart__mark" x1="{x}" y1="{low}" x2="{x}" y2="{y}"/>'
                '<text class="chart__text" x="{x}" y="{under}" text-anchor="middle">{start}</text>'
                '<text class="chart__text" x="{over}" y="{above}" text-anchor="middle">{pays}</text>'
            ).format(
                x=f"{x:.1f}",
                y=f"{y:.1f}",
                low=HEIGHT - BOTTOM,
                under=HEIGHT - BOTTOM + 20,
                start=f"{start:,.0f}",
                over=f"{x + wide / 2:.1f}",
                above=f"{y - 6:.1f}",
                pays=f"{pays:,.0f}",
            )
        )
    points.append(f"H{WIDTH - RIGHT}")
    return Markup(
        '<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="给付随金额变化的阶梯图，数字见下表">'
        '<line class="chart__axis" x1="{left}" y1="{base}" x2="{right}" y2="{base}"/><path class="chart__line" d="{path}"/>{marks}</svg>'
    ).format(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        base=HEIGHT - BOTTOM,
        path=" ".join(points),
        marks=Markup("").join(marks),
    )
