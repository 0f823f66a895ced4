using System.Runtime.InteropServices;

namespace DataCuration.Filters;

/// <summary>A stretch of code points that is decomposed, sorted and composed (Annex 15 of the Unicode Standard).</summary>
internal sealed class NormalizedPoints
{
    private readonly List<int> points = [];
    private readonly List<(int Class, int Order, int Point)> marks = [];

    public ReadOnlySpan<int> Points => CollectionsMarshal.AsSpan(points);

    public void Clear() => points.Clear();

    /// <summary>Adds the decomposition of a character.</summary>
    public void Add(int point, bool isCompatible) => UnicodeForms.Instance.Decompose(point, isCompatible, points);

    /// <summary>Sorts what was added, and composes it if wanted.</summary>
    public void Complete(bool composes)
    {
        Order(UnicodeForms.Instance);
        if (composes) Compose(UnicodeForms.Instance);
    }

    /// <summary>Sorts marks by their classes, without changing the order of equal ones.</summary>
    private void Order(UnicodeForms forms)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (forms.ClassOf(points[start]) == 0) continue;
            marks.Clear();
            bool isSorted = true;
            int end = start;
            for (; end < points.Count && forms.ClassOf(points[end]) is > 0 and byte own; end++)
            {
                isSorted &= marks.Count == 0 || marks[^1].Class <= own;
                marks.Add((own, end, points[end]));
            }
            if (!isSorted)
            {
                marks.Sort();
                Span<int> sorted = CollectionsMarshal.AsSpan(points)[start..end];
                for (int i = 0; i < sorted.Length; i++) sorted[i] = marks[i].Point;
            }
            start = end;
        }
    }

    private void Compose(UnicodeForms forms)
    {
        int starter = -1, kept = 0, lastClass = 0;
        for (int i = 0; i < points.Count; i++)
        {
            int point = points[i];
            byte own = forms.ClassOf(point);
            bool isBlocked = kept - 1 > starter && (lastClass >= own || lastClass == 0);
            if (starter >= 0 && !isBlocked && forms.Join(points[starter], point) is > 0 and int joined)
            {
                points[starter] = joined;
                continue;
            }
            if (own == 0) starter = kept;
            lastClass = own;
            points[kept++] = point;
        }
        points.RemoveRange(kept, points.Count - kept);
    }
}
