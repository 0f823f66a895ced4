using System.Runtime.Intrinsics;

namespace DataCuration.Mixing;

/// <summary>
/// A law at all points of a fit: values of the formula and the derivatives of a loss, four points at a time. What depends on the inputs alone, such as
/// ln(N), is computed once. Not thread-safe; <see cref="Copy"/> shares the inputs.
/// </summary>
/// <remarks>
/// Four lanes on every processor, so sums have one order. Multiplications and additions may be fused or not, so the last bits can differ between processors.
/// </remarks>
internal sealed class LawBatch
{
    private const int Lanes = 4;
    private readonly LawTape tape;
    private readonly int padded;

    /// <summary>The place of a node's values, and the step from one point to the next: 1 for a value of each point, 0 for one value in four lanes.</summary>
    private readonly int[] offsets, steps;

    /// <summary>The place of the logarithm of a power's base, and its step; -1 for other nodes.</summary>
    private readonly int[] logOffsets, logSteps;
    private readonly double[] values, adjoints, scalars, scalarAdjoints;

    /// <param name="tape">The formula.</param>
    /// <param name="inputs">For each input, its value at each point.</param>
    /// <param name="count">The number of points, at least one.</param>
    public LawBatch(LawTape tape, double[][] inputs, int count)
    {
        this.tape = tape;
        Count = count;
        padded = (count + Lanes - 1) / Lanes * Lanes;
        LawNode[] nodes = tape.Nodes;
        (offsets, steps, logOffsets, logSteps) = (new int[nodes.Length], new int[nodes.Length], new int[nodes.Length], new int[nodes.Length]);
        int size = 0;
        for (int i = 0; i < nodes.Length; i++) (offsets[i], steps[i]) = Reserve(nodes[i].DependsOnInputs, ref size);
        int adjointSize = size;
        for (int i = 0; i < nodes.Length; i++)
            (logOffsets[i], logSteps[i]) = nodes[i].Operation == LawOperation.Power ? Reserve(nodes[nodes[i].Left].DependsOnInputs, ref size) : (-1, 0);
        (values, adjoints) = (new double[size], new double[adjointSize]);
        (scalars, scalarAdjoints) = (new double[nodes.Length], new double[nodes.Length]);
        for (int i = 0; i < tape.Inputs; i++)
        {
            inputs[i].AsSpan(0, count).CopyTo(values.AsSpan(offsets[i]));
            values.AsSpan(offsets[i] + count, padded - count).Fill(inputs[i][count - 1]);
        }
        // Values that do not change with the parameters.
        for (int i = tape.Inputs + tape.Parameters; i < nodes.Length; i++)
        {
            if (!nodes[i].DependsOnInputs && !nodes[i].DependsOnParameters) SetScalar(i, LawTape.Value(nodes[i], scalars));
            if (nodes[i].Operation == LawOperation.Power && !nodes[nodes[i].Left].DependsOnParameters) ComputeLogs(i);
            if (nodes[i].DependsOnInputs && !nodes[i].DependsOnParameters) Forward(i);
        }
    }

    private LawBatch(LawBatch other)
    {
        (tape, padded, Count) = (other.tape, other.padded, other.Count);
        (offsets, steps, logOffsets, logSteps) = (other.offsets, other.steps, other.logOffsets, other.logSteps);
        (values, scalars) = ([.. other.values], [.. other.scalars]);
        (adjoints, scalarAdjoints) = (new double[other.adjoints.Length], new double[other.scalarAdjoints.Length]);
    }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>The number of points with padding: the length of the spans of <see cref="ComputeLoss"/>.</summary>
    public int PaddedCount => padded;

    /// <summary>Returns a batch of the same points, for another thread.</summary>
    public LawBatch Copy() => new(this);

    /// <summary>Computes the law at all points.</summary>
    public void Compute(ReadOnlySpan<double> parameters)
    {
        LawNode[] nodes = tape.Nodes;
        for (int i = 0; i < parameters.Length; i++) SetScalar(tape.Inputs + i, parameters[i]);
        for (int i = tape.Inputs + tape.Parameters; i < nodes.Length; i++)
        {
            LawNode node = nodes[i];
            if (!node.DependsOnParameters) continue;
            if (node.Operation == LawOperation.Power && nodes[node.Left].DependsOnParameters) ComputeLogs(i);
            if (node.DependsOnInputs) Forward(i);
            else SetScalar(i, LawTape.Value(node, scalars));
        }
    }

    /// <summary>Returns the value at a point after <see cref="Compute"/>.</summary>
    public double Result(int point) => values[offsets[tape.Root] + point * steps[tape.Root]];

    /// <summary>
    /// Computes the weighted sum of Huber's loss (e²/2 up to <paramref name="delta"/>, linear beyond) and its derivatives by the parameters.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="targets">The measured values, or their logarithms; padded.</param>
    /// <param name="weights">The weight of each point; 0 in the padding.</param>
    /// <param name="delta">The border of the quadratic part.</param>
    /// <param name="logarithm">True for residuals of the logarithm.</param>
    /// <param name="gradient">Receives the derivatives.</param>
    /// <returns>The loss; positive infinity where it is undefined.</returns>
    public double ComputeLoss(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, double delta, bool logarithm, Span<double> gradient)
    {
        Compute(parameters);
        Array.Clear(adjoints);
        Array.Clear(scalarAdjoints);
        int root = offsets[tape.Root], step = steps[tape.Root];
        Vector256<double> total = Vector256<double>.Zero, high = Vector256.Create(delta), low = -high, half = Vector256.Create(0.5);
        for (int k = 0; k < padded; k += Lanes)
        {
            Vector256<double> predicted = Load(values, root + k * step);
            Vector256<double> weight = Vector256.Create(weights[k..]), target = Vector256.Create(targets[k..]);
            if (logarithm && !Vector256.GreaterThanAll(predicted, Vector256<double>.Zero)) return double.PositiveInfinity;
            Vector256<double> error = (logarithm ? Vector256.Log(predicted) : predicted) - target;
            // With c = the error cut to [-delta, delta], Huber's loss is c * (e - c / 2), and its derivative is c.
            Vector256<double> cut = Vector256.Min(Vector256.Max(error, low), high);
            total += weight * cut * (error - half * cut);
            Vector256<double> slope = weight * cut;
            Accumulate(root + k * step, logarithm ? slope / predicted : slope);
        }
        double loss = Vector256.Sum(total);
        if (!double.IsFinite(loss)) return double.PositiveInfinity;
        Backward(gradient);
        return loss;
    }

    private void Backward(Span<double> gradient)
    {
        LawNode[] nodes = tape.Nodes;
        int first = tape.Inputs + tape.Parameters;
        for (int i = nodes.Length - 1; i >= first; i--)
            if (nodes[i].DependsOnInputs && nodes[i].DependsOnParameters) Backward(i);
        for (int i = tape.Inputs; i < nodes.Length; i++)
            if (!nodes[i].DependsOnInputs && nodes[i].DependsOnParameters) scalarAdjoints[i] = Vector256.Sum(Load(adjoints, offsets[i]));
        for (int i = nodes.Length - 1; i >= first; i--)
            if (!nodes[i].DependsOnInputs && nodes[i].DependsOnParameters && scalarAdjoints[i] != 0) LawTape.Propagate(nodes[i], i, scalars, scalarAdjoints);
        scalarAdjoints.AsSpan(tape.Inputs, tape.Parameters).CopyTo(gradient);
    }

    private (int Offset, int Step) Reserve(bool isVector, ref int size)
    {
        int offset = size;
        size += isVector ? padded : Lanes;
        return (offset, isVector ? 1 : 0);
    }

    private void SetScalar(int node, double value)
    {
        scalars[node] = value;
        values.AsSpan(offsets[node], Lanes).Fill(value);
    }

    private void ComputeLogs(int node)
    {
        int left = tape.Nodes[node].Left;
        if (logSteps[node] == 0)
        {
            values.AsSpan(logOffsets[node], Lanes).Fill(Math.Log(scalars[left]));
            return;
        }
        for (int k = 0; k < padded; k += Lanes) Vector256.Log(Load(values, offsets[left] + k)).CopyTo(values, logOffsets[node] + k);
    }

    /// <summary>Computes the values of a node that differs from point to point.</summary>
    private void Forward(int i)
    {
        LawNode node = tape.Nodes[i];
        int to = offsets[i], left = offsets[node.Left], right = node.Right < 0 ? 0 : offsets[node.Right];
        int leftStep = steps[node.Left], rightStep = node.Right < 0 ? 0 : steps[node.Right];
        for (int k = 0; k < padded; k += Lanes)
        {
            Vector256<double> a = Load(values, left + k * leftStep), b = Load(values, right + k * rightStep);
            Vector256<double> result = node.Operation switch
            {
                LawOperation.Add => a + b,
                LawOperation.Subtract => a - b,
                LawOperation.Multiply => a * b,
                LawOperation.Divide => a / b,
                LawOperation.Negate => -a,
                LawOperation.Power => Power(a, b, Load(values, logOffsets[i] + k * logSteps[i])),
                LawOperation.Exp => Vector256.Exp(a),
                _ => Vector256.Log(a),
            };
            result.CopyTo(values, to + k);
        }
    }

    /// <summary>Adds the derivatives of a node that differs from point to point to those of its operands.</summary>
    private void Backward(int i)
    {
        LawNode node = tape.Nodes[i];
        LawNode[] nodes = tape.Nodes;
        bool needsLeft = nodes[node.Left].DependsOnParameters, needsRight = node.Right >= 0 && nodes[node.Right].DependsOnParameters;
        int own = offsets[i], left = offsets[node.Left], right = node.Right < 0 ? 0 : offsets[node.Right];
        int leftStep = steps[node.Left], rightStep = node.Right < 0 ? 0 : steps[node.Right];
        for (int k = 0; k < padded; k += Lanes)
        {
            Vector256<double> adjoint = Load(adjoints, own + k), value = Load(values, own + k);
            int l = left + k * leftStep, r = right + k * rightStep;
            switch (node.Operation)
            {
                case LawOperation.Add:
                    if (needsLeft) Accumulate(l, adjoint);
                    if (needsRight) Accumulate(r, adjoint);
                    break;
                case LawOperation.Subtract:
                    if (needsLeft) Accumulate(l, adjoint);
                    if (needsRight) Accumulate(r, -adjoint);
                    break;
                case LawOperation.Multiply:
                    if (needsLeft) Accumulate(l, adjoint * Load(values, r));
                    if (needsRight) Accumulate(r, adjoint * Load(values, l));
                    break;
                case LawOperation.Divide:
                    if (needsLeft) Accumulate(l, adjoint / Load(values, r));
                    if (needsRight) Accumulate(r, -adjoint * value / Load(values, r));
                    break;
                case LawOperation.Negate:
                    Accumulate(l, -adjoint);
                    break;
                case LawOperation.Power:
                    Vector256<double> b = Load(values, l);
                    if (needsLeft) Accumulate(l, adjoint * PowerSlope(b, Load(values, r), value));
                    Vector256<double> byExponent = value * Load(values, logOffsets[i] + k * logSteps[i]);
                    if (needsRight) Accumulate(r, adjoint * Vector256.ConditionalSelect(Vector256.Equals(b, Vector256<double>.Zero), default, byExponent));
                    break;
                case LawOperation.Exp:
                    Accumulate(l, adjoint * value);
                    break;
                default:
                    Accumulate(l, adjoint / Load(values, l));
                    break;
            }
        }
    }

    private static Vector256<double> Power(Vector256<double> value, Vector256<double> exponent, Vector256<double> log)
    {
        Vector256<double> power = Vector256.Exp(exponent * log);
        if (Vector256.GreaterThanAll(value, Vector256<double>.Zero)) return power;
        return Vector256.Create(Math.Pow(value[0], exponent[0]), Math.Pow(value[1], exponent[1]), Math.Pow(value[2], exponent[2]),
            Math.Pow(value[3], exponent[3]));
    }

    private static Vector256<double> PowerSlope(Vector256<double> value, Vector256<double> exponent, Vector256<double> power)
    {
        if (!Vector256.EqualsAny(value, Vector256<double>.Zero)) return exponent * power / value;
        return Vector256.Create(Slope(value[0], exponent[0]), Slope(value[1], exponent[1]), Slope(value[2], exponent[2]), Slope(value[3], exponent[3]));

        static double Slope(double value, double exponent) => exponent * Math.Pow(value, exponent - 1);
    }

    private void Accumulate(int place, Vector256<double> addend) => (Load(adjoints, place) + addend).CopyTo(adjoints, place);

    private static Vector256<double> Load(double[] from, int place) => Vector256.Create(from, place);
}
