using DataCuration.Mixing;
using ScottPlot;
using ScottPlot.Plottables;

namespace MixtureSearch;

/// <summary>A plot of losses against the share of a mixture: measured points, fitted curves and their intervals.</summary>
internal sealed class LossPlot : IDisposable
{
    private const int Width = 900, Height = 560, Steps = 200;
    private readonly Plot plot = new();

    public LossPlot(string title)
    {
        plot.Title(title);
        plot.XLabel("share of the mixture that was found, beside general text");
        plot.YLabel("bits per byte on held-out text");
    }

    /// <summary>Adds measured points with the curve of their law and its band.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="color">The colour.</param>
    /// <param name="points">The shares and the losses.</param>
    /// <param name="predict">The law at a share.</param>
    /// <param name="from">The first share that the law is drawn at.</param>
    /// <param name="to">The last one.</param>
    public void Add(string name, Color color, IReadOnlyList<(double Share, double Loss)> points, Func<double, LawInterval> predict, double from, double to)
    {
        double[] shares = [.. Enumerable.Range(0, Steps + 1).Select(step => from + ((to - from) * step / Steps))];
        LawInterval[] law = [.. shares.Select(predict)];
        FillY band = plot.Add.FillY(shares, [.. law.Select(interval => interval.Low)], [.. law.Select(interval => interval.High)]);
        band.FillColor = color.WithAlpha(0.2);
        band.LineWidth = 0;
        band.MarkerSize = 0;
        band.LegendText = $"{name}: 95 % interval of the law";
        Scatter curve = plot.Add.ScatterLine(shares, [.. law.Select(interval => interval.Value)], color);
        curve.LineWidth = 2;
        curve.LegendText = $"{name}: law";
        Scatter measured = plot.Add.ScatterPoints(points.Select(point => point.Share).ToArray(), points.Select(point => point.Loss).ToArray(), color);
        measured.MarkerSize = 9;
        measured.LegendText = $"{name}: measured";
    }

    /// <summary>Marks a share.</summary>
    public void Mark(double share, string text)
    {
        VerticalLine line = plot.Add.VerticalLine(share, 1.5f, Colors.Gray, LinePattern.Dashed);
        line.LegendText = text;
    }

    /// <summary>Writes the plot as PNG and as SVG.</summary>
    /// <param name="path">The path without an ending.</param>
    public void Save(string path)
    {
        plot.ShowLegend(Alignment.UpperCenter);
        plot.SavePng(path + ".png", Width, Height);
        plot.SaveSvg(path + ".svg", Width, Height);
    }

    public void Dispose() => plot.Dispose();
}
