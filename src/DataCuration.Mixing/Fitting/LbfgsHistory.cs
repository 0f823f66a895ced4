namespace DataCuration.Mixing;

/// <summary>The last steps of a minimisation with their changes of the gradient: the approximation of the inverse curvature.</summary>
internal sealed class LbfgsHistory(int size, int memory)
{
    private readonly double[][] steps = Rows(memory, size), changes = Rows(memory, size);
    private readonly double[] products = new double[memory], factors = new double[memory];
    private int newest = -1;

    /// <summary>The number of pairs.</summary>
    public int Count { get; private set; }

    public void Clear() => (Count, newest) = (0, -1);

    /// <summary>Adds a step. One without positive curvature is left out, so that every direction goes down.</summary>
    public void Add(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> gradientFrom, ReadOnlySpan<double> gradientTo)
    {
        int slot = (newest + 1) % memory;
        double[] step = steps[slot], change = changes[slot];
        for (int i = 0; i < size; i++)
        {
            step[i] = to[i] - from[i];
            change[i] = gradientTo[i] - gradientFrom[i];
        }
        double product = Lbfgs.Dot(step, change);
        if (!(product > 1e-12 * Math.Sqrt(Lbfgs.Dot(step, step) * Lbfgs.Dot(change, change)))) return;
        products[slot] = product;
        newest = slot;
        Count = Math.Min(Count + 1, memory);
    }

    /// <summary>Computes the direction of descent by the two-loop recursion.</summary>
    public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        for (int i = 0; i < size; i++) direction[i] = -gradient[i];
        for (int age = 0; age < Count; age++)
        {
            int slot = Slot(age);
            double factor = factors[slot] = Lbfgs.Dot(steps[slot], direction) / products[slot];
            for (int i = 0; i < size; i++) direction[i] -= factor * changes[slot][i];
        }
        if (Count > 0)
        {
            double scale = products[newest] / Lbfgs.Dot(changes[newest], changes[newest]);
            for (int i = 0; i < size; i++) direction[i] *= scale;
        }
        for (int age = Count - 1; age >= 0; age--)
        {
            int slot = Slot(age);
            double correction = factors[slot] - Lbfgs.Dot(changes[slot], direction) / products[slot];
            for (int i = 0; i < size; i++) direction[i] += correction * steps[slot][i];
        }
    }

    private int Slot(int age) => (newest - age + memory) % memory;

    private static double[][] Rows(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
