"""A leftover plot costs nothing: the idioms of public scripts run where nothing is drawn.

Each is what the documentation, galleries and course notebooks of the packages show; all of them were run once with
the real packages as well.
"""

from __future__ import annotations

import pytest

HEAD = """
import numpy as np
import matplotlib as mpl
import matplotlib.pyplot as plt
x = np.linspace(0.0, 1.0, 5)
images = np.ones((4, 3, 3))
"""
SCRIPTS = r"""
# rcParams, an item
plt.rcParams["figure.figsize"] = (8.0, 6.0)
mpl.rcParams["image.cmap"] = "gray"
width, height = plt.rcParams["figure.figsize"]
assert width == 8.0

# rcParams, updated and copied
mpl.rcParams.update({"font.size": 12, "axes.grid": True})
before = plt.rcParams.copy()
plt.rcParams.update(before)
plt.rc("font", family="serif", size=10)
plt.rcdefaults()

# the cycle of colours
colors = plt.rcParams["axes.prop_cycle"].by_key()["color"]
for i, label in enumerate("abc"):
    plt.plot(x, x * i, color=colors[i % len(colors)], label=label)

# a cycle of one's own
from cycler import cycler
plt.rc("axes", prop_cycle=cycler("color", ["r", "g"]) + cycler("linestyle", ["-", ":"]))
plt.gca().set_prop_cycle(cycler(color=["c", "m"]))

# styles
plt.style.use("ggplot")
with plt.style.context("dark_background"):
    plt.plot(x)
assert "classic" not in plt.style.available or True

# contexts
with plt.rc_context({"font.size": 20}), mpl.rc_context(rc={"lines.linewidth": 2}):
    plt.plot(x)
with plt.xkcd():
    plt.plot(x)

# a back end
mpl.use("Agg")
plt.switch_backend("agg")
print(mpl.get_backend().lower(), mpl.__version__)
assert tuple(int(part) for part in mpl.__version__.split(".")[:2]) >= (3, 1)

# interactive mode
plt.ion()
for step in range(3):
    plt.cla()
    plt.plot(x * step)
    plt.pause(0.001)
plt.ioff()
while plt.get_fignums():
    plt.close()

# two by two
fig, axs = plt.subplots(2, 2, figsize=(6, 6), sharex=True)
axs[0, 1].plot(x, x)
axs[1][0].set_title("t")
for ax, image in zip(axs.flat, images):
    ax.imshow(image, cmap="gray")
    ax.axis("off")
assert axs.shape == (2, 2) and len(axs.ravel()) == 4

# one row
fig, axes = plt.subplots(1, 3)
for i, ax in enumerate(axes):
    ax.set_xlabel(f"{i}")
assert axes.ndim == 1

# one row, unpacked
fig, (a, b, c) = plt.subplots(1, 3)
a.plot(x); b.scatter(x, x); c.hist(x)

# a grid, unpacked
fig, ((a, b), (c, d)) = plt.subplots(2, 2)
d.plot(x)

# one only, as an array
fig, axs = plt.subplots(nrows=1, ncols=1, squeeze=False)
axs[0, 0].plot(x)

# axes of a figure
fig = plt.figure(figsize=(3, 3), dpi=100)
ax = fig.add_subplot(1, 2, 1)
ax2 = fig.add_axes([0.1, 0.1, 0.3, 0.3])
axs = fig.subplots(2)
axs[1].plot(x)
fig.set_size_inches(*(2 * fig.get_size_inches()))
fig.savefig("figure.png", dpi=fig.dpi, bbox_inches="tight")

# a mosaic and a grid
axd = plt.figure().subplot_mosaic([["a", "b"], ["c", "c"]])
axd["a"].plot(x)
from matplotlib.gridspec import GridSpec
grid = GridSpec(2, 3, figure=plt.figure())
plt.subplot(grid[0, :]).plot(x)

# one line of a plot
line, = plt.plot(x, x)
line.set_ydata(x ** 2)
[line] = plt.plot(x)
plt.setp(line, linewidth=2)

# several lines of a plot
first, second = plt.plot(x, x, x, x ** 2)
lines = plt.plot(x, x) + plt.plot(x, 2 * x)
plt.legend(lines, [line.get_label() for line in lines])
plt.plot(x)[0].set_color("r")

# a histogram
counts, edges, bars = plt.hist([1, 2, 2], bins=3)
centres = 0.5 * (edges[1:] + edges[:-1])
plt.ylim(0, counts.max() * 1.1)
n, *rest = plt.hist(x)

# bars with labels
bars = plt.bar(["a", "b"], [1, 2])
for bar in bars:
    plt.text(bar.get_x() + bar.get_width() / 2, bar.get_height() + 0.1, f"{bar.get_height():.1f}", ha="center")

# a pie, an error bar, a stem, a box plot
wedges, texts, autotexts = plt.pie([1, 2], autopct="%1.1f%%")
line, caps, bars = plt.errorbar(x, x, yerr=0.1)
markers, stems, base = plt.stem(x, x)
box = plt.boxplot([x, x], patch_artist=True)
for patch in box["boxes"]:
    patch.set_facecolor("pink")

# a contour and its labels
X, Y = np.meshgrid(x, x)
contours = plt.contour(X, Y, X * Y, levels=3)
plt.clabel(contours, inline=True)
plt.colorbar(plt.contourf(X, Y, X + Y, cmap=plt.cm.Spectral))

# a decision boundary
from matplotlib.colors import ListedColormap
cmap = ListedColormap(["#FFAAAA", "#AAFFAA"])
X, Y = np.meshgrid(x, x)
plt.pcolormesh(X, Y, (X > Y).astype(int), cmap=cmap, shading="auto")
plt.scatter(x, x, c=(x > 0.5), cmap=cmap, edgecolors="k")
plt.xlim(X.min(), X.max())

# colours from a map
colours = plt.cm.viridis(np.linspace(0, 1, 5)) * 0.5
assert colours.shape == (5, 4) and colours[:, :3].shape == (5, 3)
for colour, k in zip(plt.cm.rainbow(x), range(5)):
    plt.plot(x, k * x, color=colour)

# a map by its name
cmap = plt.get_cmap("tab10")
assert len(cmap(3)) == 4
plt.plot(x, color=cmap(0.5))
mpl.colormaps["viridis"](x)
import matplotlib.cm as cm
cm.jet(0.3), cm.coolwarm(x).shape

# a map of one's own
from matplotlib.colors import LinearSegmentedColormap, Normalize
ramp = LinearSegmentedColormap.from_list("ramp", ["red", "blue"], N=16)
norm = Normalize(vmin=0, vmax=2)
mappable = plt.cm.ScalarMappable(norm=norm, cmap=ramp)
mappable.set_array([])
plt.figure().colorbar(mappable, ax=plt.gca())
ramp(norm(x))

# colours by name
from matplotlib.colors import to_rgb, to_rgba, to_hex
r, g, b = to_rgb("red")
mix = 0.5 * np.array(to_rgba("C0")) + 0.5
to_hex((r, g, b)).upper()

# three dimensions
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits import mplot3d
ax = plt.figure().add_subplot(111, projection="3d")
X, Y = np.meshgrid(x, x)
ax.plot_surface(X, Y, X * Y, cmap="viridis")
ax.view_init(30, 45)
ax.set_zlabel("loss")

# a colour bar beside, an inset
from mpl_toolkits.axes_grid1 import make_axes_locatable
fig, ax = plt.subplots()
image = ax.imshow(images[0])
cax = make_axes_locatable(ax).append_axes("right", size="5%", pad=0.05)
fig.colorbar(image, cax=cax, orientation="vertical").set_label("value")

# a second axis
fig, ax1 = plt.subplots()
ax2 = ax1.twinx()
ax2.tick_params(axis="y", labelcolor="tab:red")
handles, labels = ax1.get_legend_handles_labels()
more, names = ax2.get_legend_handles_labels()
ax1.legend(handles + more, labels + names)

# limits are calculated with
low, high = plt.xlim()
plt.xlim(low - 0.1 * (high - low), high + 0.1)
xmin, xmax = plt.gca().get_xlim()
if xmax > 100:
    plt.gca().set_xlim(xmin, 2 * xmax)
ratio = (plt.gca().get_xlim()[1] - plt.gca().get_xlim()[0]) / 2

# ticks
plt.xticks(range(3), ["a", "b", "c"], rotation=45)
places, labels = plt.xticks()
plt.gca().xaxis.set_major_locator(plt.MaxNLocator(5))
for spine in plt.gca().spines.values():
    spine.set_visible(False)
plt.gca().spines["top"].set_visible(False)

# a formatter
from matplotlib.ticker import FuncFormatter, PercentFormatter
plt.gca().yaxis.set_major_formatter(FuncFormatter(lambda value, place: f"{value:.0f}"))
@FuncFormatter
def percent(value, place):
    return f"{100 * value:.0f} %"
plt.gca().xaxis.set_major_formatter(percent)

# shapes and arrows
import matplotlib.patches as patches
from matplotlib.lines import Line2D
plt.gca().add_patch(patches.Rectangle((0, 0), 1, 1, fill=False))
plt.gca().add_line(Line2D([0, 1], [0, 1]))
plt.annotate("here", xy=(0, 0), xytext=(1, 1), arrowprops=dict(arrowstyle="->"))
plt.text(0.5, 0.5, "x", transform=plt.gca().transAxes)

# an animation
from matplotlib import animation, rc
from matplotlib.animation import FuncAnimation
fig, ax = plt.subplots()
line, = ax.plot([], [])
def update(frame):
    line.set_data(x, np.sin(x + frame))
    return line,
anim = FuncAnimation(fig, update, frames=3, interval=20, blit=True)
plt.close(fig)

# an animation of one's own
from matplotlib.animation import FuncAnimation
class Descent(FuncAnimation):
    def __init__(self, fig, steps, **settings):
        self.steps = steps
        super().__init__(fig, self.draw, frames=len(steps), **settings)
    def draw(self, frame):
        return []
    def count(self):
        return len(self.steps)
assert Descent(plt.figure(), [1, 2], interval=5).count() == 2

# classes and annotations
from typing import Optional
from matplotlib.axes import Axes
from matplotlib.figure import Figure
def draw(ax: Optional[plt.Axes] = None, fig: plt.Figure | None = None) -> tuple[plt.Figure, plt.Axes]:
    ax = ax or plt.gca()
    return ax.figure, ax
fig, ax = draw()
assert isinstance(ax, Axes) and isinstance(fig, plt.Figure)
assert not isinstance(3, Figure)

# events and keys
fig = plt.figure()
number = fig.canvas.mpl_connect("button_press_event", lambda event: print(event.xdata))
fig.canvas.mpl_disconnect(number)
fig.canvas.draw()

# a warning of the package
import warnings
warnings.filterwarnings("ignore", category=mpl.MatplotlibDeprecationWarning)
try:
    plt.plot(x)
except mpl.MatplotlibDeprecationWarning:
    pass

# everything of pyplot
from matplotlib.pyplot import *
figure(figsize=(2, 2)); plot(x, x); title("t"); grid(True); xlabel("x"); legend(["a"]); savefig("a.png"); close()

# everything of pylab
from pylab import *
values = sin(linspace(0, pi, 5)) + array([1, 2, 3, 4, 5])
plot(values); subplot(121); show()
assert values.shape == (5,) and max(1, 2) == 2

# a logger
import logging
logging.getLogger("matplotlib").setLevel(logging.WARNING)
mpl.set_loglevel("warning") if hasattr(mpl, "set_loglevel") else None

# a picture as numbers
fig = plt.figure()
fig.canvas.draw()
w, h = fig.canvas.get_width_height()
plt.imshow(images[0]).set_clim(0, 1)
plt.imsave("a.png", images[0])

# numpy meets a plot
counts, edges, _ = plt.hist(x)
total = np.sum(counts) + np.diff(edges).mean()
shift = np.array([1.0, 2.0]) * plt.gca().get_position().width
shift += plt.gca().get_position().x0
abs(-plt.gca().get_position().y0) ** 2 // 1 % 3
"""
OTHERS = r"""
# what an editor imports by itself
from turtle import backward, forward
from tkinter import W

# windows
import tkinter as tk
from tkinter import ttk, messagebox
root = tk.Tk()
tk.Label(root, text='x').pack()
root.mainloop()

# seaborn
import seaborn as sns
import matplotlib.pyplot as plt
sns.set_theme(style="whitegrid")
sns.set(font_scale=1.2)
palette = sns.color_palette("husl", 8)
assert len(palette) == 8
r, g, b = palette[0]
ax = sns.heatmap([[1, 2], [3, 4]], annot=True, fmt="d", cmap="Blues")
ax.set(xlabel="predicted", ylabel="true")
with sns.axes_style("white"), sns.plotting_context("talk"):
    sns.lineplot(x=[1, 2], y=[3, 4])
sns.despine()

# IPython
from IPython.display import HTML, Image, clear_output, display
import IPython
for step in range(2):
    clear_output(wait=True)
    display(HTML(f"<b>{step}</b>"))
from IPython import get_ipython
if get_ipython() is not None:
    get_ipython().run_line_magic("matplotlib", "inline")

# plotly
import plotly.express as px
import plotly.graph_objects as go
from plotly.subplots import make_subplots
fig = make_subplots(rows=1, cols=2)
fig.add_trace(go.Scatter(x=[1], y=[2]), row=1, col=1)
fig.update_layout(title="t").show()

# widgets
import ipywidgets as widgets
from ipywidgets import interact, interactive
@interact(alpha=(0.0, 1.0, 0.1))
def show(alpha=0.1):
    return alpha
assert show(0.5) == 0.5
slider = widgets.FloatSlider(value=0.5, min=0, max=1)
slider.observe(lambda change: None, names="value")

# bokeh and altair
from bokeh.plotting import figure, output_notebook, show
output_notebook()
p = figure(width=300)
p.line([1, 2], [3, 4], line_width=2)
show(p)
import altair as alt
chart = alt.Chart([1]).mark_line().encode(x="a:Q", y=alt.Y("b", scale=alt.Scale(zero=False))) | alt.Chart([2])

# tqdm
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto
total = sum(tqdm(range(4), desc="epochs", leave=False))
assert total == 6 and [n for n in trange(3)] == [0, 1, 2] and list(auto([1, 2])) == [1, 2]
with tqdm(total=3) as bar:
    bar.update(1)
    bar.set_postfix(loss=0.5)
for pair in tqdm(list(zip("ab", "cd")), ascii=True):
    tqdm.write(str(pair))

# copied and kept
import copy, pickle
import matplotlib.pyplot as plt
fig = plt.figure()
copy.copy(plt.cm.viridis).set_bad("black")
copy.deepcopy({"figure": fig})
f"{fig:>3}", str(fig), "%s" % fig

# looked for
import importlib.util
if importlib.util.find_spec("matplotlib") is not None:
    import matplotlib.pyplot as plt
    plt.plot([1])
try:
    import seaborn
except ImportError:
    seaborn = None
"""


def blocks(text: str) -> list[object]:
    """Return one parameter for each script; its first line says what it shows."""
    parts = [block.partition("\n") for block in text.strip().split("\n\n")]
    return [pytest.param(code, id=title.removeprefix("# ")) for title, _, code in parts]


@pytest.mark.parametrize("script", blocks(SCRIPTS))
def test_what_scripts_do_with_matplotlib_runs_and_draws_nothing(work, script):
    assert work(f"{HEAD}{script}\n\ndef f():\n    return 1\n").f() == 1


@pytest.mark.parametrize("script", blocks(OTHERS))
def test_what_scripts_do_with_its_companions_runs(work, script):
    assert work(f"{script}\n\ndef f():\n    return 1\n").f() == 1


def test_at_least_thirty_idioms_are_tried():
    assert len(blocks(SCRIPTS)) + len(blocks(OTHERS)) >= 50


def test_a_plot_in_a_function_changes_no_result_and_comes_back_as_what_it_is(work):
    module = work(f"{HEAD}\ndef f(x):\n    plt.plot(x)\n    return 2 * x\n\ndef g():\n    return plt.plot(x)\n")

    assert module.f(3.0) == 6.0
    assert repr(module.g()) == "a value of type Anything"


def test_what_was_stood_in_for_is_told(student):
    hand_in = student(work="from mpl_toolkits.mplot3d import Axes3D\nimport seaborn\ndef f(): return 1")
    hand_in.call("work", "f", (), {})

    assert hand_in.stubbed == {"mpl_toolkits", "seaborn"}
