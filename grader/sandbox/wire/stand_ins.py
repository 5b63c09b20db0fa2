"""Packages that draw or show something: a guest stands in for them, and may say for which it did."""

STAND_INS = (
    "matplotlib", "mpl_toolkits", "pylab", "cycler", "seaborn", "plotly", "bokeh", "altair",
    "matplotlib_inline", "ipympl", "scienceplots", "celluloid", "graphviz", "PIL",
    "IPython", "ipywidgets", "tqdm", "tkinter", "turtle",  # editors import forward from turtle by themselves
)  # fmt: skip
