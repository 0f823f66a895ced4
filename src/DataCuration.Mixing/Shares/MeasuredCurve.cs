namespace DataCuration.Mixing;

/// <summary>A curve through measured points, with straight lines between them.</summary>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// // General loss by domain share: chemistry, 1.8B parameters, 10B tokens (D-CPT, arXiv 2406.01375).
/// MeasuredCurve general = new((0.9, 2.9052), (0.91, 2.9193), (0.92, 2.9376), (0.924, 2.9445), (0.93, 2.9644), (0.94, 2.9848), (1, 3.4667));
/// Console.WriteLine(general.FindCrossings(1.03 * 2.8602)[0]); // 0.92445
/// </code>
/// </example>
public sealed class MeasuredCurve
{
    private readonly CurvePoint[] points;

    /// <summary>Creates a curve.</summary>
    /// <param name="points">The points, in any order; at least two, with different places.</param>
    /// <exception cref="ArgumentException">There are too few points, two have the same place, or one is not finite.</exception>
    public MeasuredCurve(IEnumerable<CurvePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        this.points = [.. points.OrderBy(point => point.X)];
        if (this.points.Length < 2) throw new ArgumentException("A curve needs at least two points.", nameof(points));
        for (int i = 0; i < this.points.Length; i++)
        {
            CurvePoint point = this.points[i];
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
                throw new ArgumentException(FormattableString.Invariant($"The point ({point.X}, {point.Y}) is not finite."), nameof(points));
            if (i > 0 && this.points[i - 1].X == point.X)
                throw new ArgumentException(FormattableString.Invariant($"Two points are at {point.X}. Pass their mean."), nameof(points));
        }
    }

    /// <summary>Creates a curve.</summary>
    /// <param name="points">The points, in any order; at least two, with different places.</param>
    /// <exception cref="ArgumentException">There are too few points, two have the same place, or one is not finite.</exception>
    public MeasuredCurve(params (double X, double Y)[] points)
        : this((points ?? throw new ArgumentNullException(nameof(points))).Select(point => new CurvePoint(point.X, point.Y)))
    {
    }

    /// <summary>The points, in the order of their places.</summary>
    public IReadOnlyList<CurvePoint> Points => Array.AsReadOnly(points);

    /// <summary>The point with the lowest value; the first one if several are equal.</summary>
    public CurvePoint Lowest => points.MinBy(point => point.Y);

    /// <summary>Returns the value at a place between the first and the last point.</summary>
    /// <param name="x">The place.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place is outside of the points. A line says nothing there; fit a law instead.</exception>
    public double ValueAt(double x)
    {
        if (!(x >= points[0].X && x <= points[^1].X))
            throw new ArgumentOutOfRangeException(nameof(x), x, FormattableString.Invariant($"Must be from {points[0].X} to {points[^1].X}."));
        int after = 1;
        while (points[after].X < x) after++;
        (CurvePoint a, CurvePoint b) = (points[after - 1], points[after]);
        return x == b.X ? b.Y : a.Y + (b.Y - a.Y) * ((x - a.X) / (b.X - a.X));
    }

    /// <summary>Returns the places where the curve reaches a level from one side to the other, or touches it.</summary>
    /// <param name="level">The level.</param>
    /// <returns>The places, rising; empty if it never does. A stretch on the level counts with its first place.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is NaN.</exception>
    public IReadOnlyList<double> FindCrossings(double level)
    {
        CheckLevel(level);
        var found = new List<double>();
        for (int i = 0; i < points.Length; i++)
        {
            bool isOnLevel = points[i].Y == level;
            if (isOnLevel && (i == 0 || points[i - 1].Y != level)) found.Add(points[i].X);
            if (i + 1 < points.Length && !isOnLevel && points[i + 1].Y != level && points[i].Y > level != points[i + 1].Y > level)
                found.Add(Crossing(points[i], points[i + 1], level));
        }
        return found;
    }

    /// <summary>Returns the intervals in which the curve is at most a level.</summary>
    /// <param name="level">The level.</param>
    /// <returns>The intervals, rising; empty if the curve is above the level everywhere.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is NaN.</exception>
    public IReadOnlyList<ShareInterval> FindAtMost(double level)
    {
        CheckLevel(level);
        var found = new List<ShareInterval>();
        double? from = null;
        for (int i = 0; i < points.Length; i++)
        {
            bool isLow = points[i].Y <= level;
            if (isLow && from is null) from = i == 0 ? points[0].X : Crossing(points[i - 1], points[i], level);
            if (!isLow && from is { } start)
            {
                found.Add(new(start, Crossing(points[i - 1], points[i], level)));
                from = null;
            }
        }
        if (from is { } last) found.Add(new(last, points[^1].X));
        return found;
    }

    private static double Crossing(CurvePoint a, CurvePoint b, double level) =>
        level == b.Y ? b.X : a.X + (b.X - a.X) * ((level - a.Y) / (b.Y - a.Y));

    private static void CheckLevel(double level)
    {
        if (double.IsNaN(level)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level is not a number.");
    }
}
