using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>
/// Leaves out points at low values of an input that are before an inflection. A power law falls steeply at first and then ever less: it is convex. Measured
/// losses can begin with a concave stretch at low ratios (D-CPT, arXiv 2406.01375), which the law cannot follow.
/// </summary>
/// <remarks>
/// Points that agree in all other inputs are a series, for example all ratios of one model at one number of tokens. In each series, points are left out from
/// the low end while the next point is above the line between its neighbours by more than <see cref="Tolerance"/>. At least three points of a series remain.
/// </remarks>
public sealed record InflectionFilter
{
    private const int LeastPoints = 3;

    /// <summary>The input whose low end is checked.</summary>
    /// <value>Default: <see cref="ScalingLaws.Ratio"/>.</value>
    public string Input { get; init => field = !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("Name an input.", nameof(value)); }
        = ScalingLaws.Ratio;

    /// <summary>The height above the line, as a part of the point's value, that is taken for noise; 0 or more.</summary>
    /// <value>Default: 0.001, the border between small and large errors of a <see cref="LawFitter"/> (our choice).</value>
    public double Tolerance
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be finite and not negative.");
    } = 1e-3;

    /// <summary>Finds the points to leave out.</summary>
    /// <param name="points">The points. Each has the input.</param>
    /// <returns>The points, with the reason, in the order of <paramref name="points"/>.</returns>
    /// <exception cref="ArgumentException">A point lacks the input.</exception>
    public IReadOnlyList<ExcludedPoint> Find(IEnumerable<LawPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        LawPoint[] all = [.. points];
        foreach (LawPoint point in all)
            if (!point.Inputs.ContainsKey(Input)) throw new ArgumentException($"The point '{point.Name}' has no input '{Input}'.", nameof(points));
        var left = new Dictionary<LawPoint, string>(ReferenceEqualityComparer.Instance);
        foreach (IGrouping<string, LawPoint> series in all.GroupBy(SeriesOf, StringComparer.Ordinal))
        {
            LawPoint[] sorted = [.. series.OrderBy(point => point.Inputs[Input])];
            int first = FirstConvex(sorted);
            for (int i = 0; i < first; i++)
                left[sorted[i]] = string.Create(CultureInfo.InvariantCulture, $"before the inflection at {Input} = {sorted[first].Inputs[Input]:G6}");
        }
        return [.. all.Where(left.ContainsKey).Select(point => new ExcludedPoint(point.Name, left[point]))];
    }

    private int FirstConvex(LawPoint[] sorted)
    {
        int first = 0;
        for (int i = 1; i + 1 < sorted.Length && sorted.Length - i >= LeastPoints && IsAboveChord(sorted[i - 1], sorted[i], sorted[i + 1]); i++) first = i;
        return first;
    }

    private bool IsAboveChord(LawPoint before, LawPoint point, LawPoint after)
    {
        double from = before.Inputs[Input], at = point.Inputs[Input], to = after.Inputs[Input];
        if (!(to > from)) return false;
        double chord = before.Value + (after.Value - before.Value) * ((at - from) / (to - from));
        return point.Value - chord > Tolerance * Math.Abs(point.Value);
    }

    private string SeriesOf(LawPoint point) => string.Join(';', point.Inputs.Where(input => input.Key != Input)
        .OrderBy(input => input.Key, StringComparer.Ordinal)
        .Select(input => string.Create(CultureInfo.InvariantCulture, $"{input.Key}={input.Value:R}")));
}
