using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>
/// Leaves out points at low values of an input that are before an inflection. A power law falls steeply at first and then ever less: it is convex. Measured
/// losses can begin with a concave stretch at low ratios (D-CPT, arXiv 2406.01375), which the law cannot follow.
/// </summary>
/// <remarks>
/// Points that agree in all other inputs are a series, for example all ratios of one model at one number of tokens. Points of a series with the same ratio,
/// such as those of several seeds, count as one with their mean value, and stay or go together. In each series, ratios are left out from the low end while
/// the next one is above the line between its neighbours by more than <see cref="Tolerance"/>. At least three ratios of a series remain.
/// </remarks>
public sealed record InflectionFilter
{
    private const int LeastRatios = 3;

    /// <summary>The input whose low end is checked.</summary>
    /// <value>Default: <see cref="ScalingLaws.Ratio"/>.</value>
    public string Input { get; init => field = !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("Name an input.", nameof(value)); }
        = ScalingLaws.Ratio;

    /// <summary>The height above the line, as a part of the ratio's mean value, that is taken for noise; 0 or more.</summary>
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
            // Values of one ratio differ by noise only, and a line between them says nothing about the curve.
            Place[] places = [.. series.GroupBy(point => point.Inputs[Input]).OrderBy(group => group.Key)
                .Select(group => new Place(group.Key, group.Average(point => point.Value), [.. group]))];
            int first = FirstConvex(places);
            foreach (LawPoint point in places.Take(first).SelectMany(place => place.Points))
                left[point] = string.Create(CultureInfo.InvariantCulture, $"before the inflection at {Input} = {places[first].At:G6}");
        }
        return [.. all.Where(left.ContainsKey).Select(point => new ExcludedPoint(point.Name, left[point]))];
    }

    private int FirstConvex(Place[] places)
    {
        int first = 0;
        for (int i = 1; places.Length - i >= LeastRatios && IsAboveChord(places[i - 1], places[i], places[i + 1]); i++) first = i;
        return first;
    }

    private bool IsAboveChord(Place before, Place place, Place after)
    {
        double chord = before.Value + (after.Value - before.Value) * ((place.At - before.At) / (after.At - before.At));
        return place.Value - chord > Tolerance * Math.Abs(place.Value);
    }

    private string SeriesOf(LawPoint point) => string.Join(';', point.Inputs.Where(input => input.Key != Input)
        .OrderBy(input => input.Key, StringComparer.Ordinal)
        .Select(input => string.Create(CultureInfo.InvariantCulture, $"{input.Key}={input.Value:R}")));

    /// <summary>The points of a series with one value of the input, and their mean.</summary>
    private readonly record struct Place(double At, double Value, LawPoint[] Points);
}
