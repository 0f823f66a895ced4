namespace DataCuration.Mixing;

/// <summary>
/// A formula in an order in which every node follows its operands: inputs, parameters, then constants and operations. The same subexpression is one node.
/// Values are computed forwards, derivatives backwards (reverse-mode differentiation).
/// </summary>
internal sealed class LawTape
{
    public LawTape(LawExpression formula, int inputs, int parameters)
    {
        Inputs = inputs;
        Parameters = parameters;
        var nodes = new List<LawNode>();
        for (int i = 0; i < inputs; i++) nodes.Add(new(LawOperation.Input, -1, -1, 0, DependsOnInputs: true, DependsOnParameters: false));
        for (int i = 0; i < parameters; i++) nodes.Add(new(LawOperation.Parameter, -1, -1, 0, DependsOnInputs: false, DependsOnParameters: true));
        var places = new Dictionary<LawExpression, int>(ReferenceEqualityComparer.Instance);
        Root = Place(formula, nodes, places, inputs);
        Nodes = [.. nodes];
    }

    public int Inputs { get; }

    public int Parameters { get; }

    /// <summary>The number of the node that holds the result.</summary>
    public int Root { get; }

    public LawNode[] Nodes { get; }

    /// <summary>Computes the law at one point, without vectors. It is the oracle of <see cref="LawBatch"/>.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="byInput">Receives the derivatives by the inputs; empty if they are not needed.</param>
    /// <param name="byParameter">Receives the derivatives by the parameters; empty if they are not needed.</param>
    public double Evaluate(ReadOnlySpan<double> inputs, ReadOnlySpan<double> parameters, Span<double> byInput, Span<double> byParameter)
    {
        var values = new double[Nodes.Length];
        inputs.CopyTo(values);
        parameters.CopyTo(values.AsSpan(Inputs));
        for (int i = Inputs + Parameters; i < Nodes.Length; i++) values[i] = Value(Nodes[i], values);
        if (byInput.IsEmpty && byParameter.IsEmpty) return values[Root];
        var adjoints = new double[Nodes.Length];
        adjoints[Root] = 1;
        for (int i = Nodes.Length - 1; i >= Inputs + Parameters; i--)
            if (adjoints[i] != 0) Propagate(Nodes[i], i, values, adjoints);
        if (!byInput.IsEmpty) adjoints.AsSpan(0, Inputs).CopyTo(byInput);
        if (!byParameter.IsEmpty) adjoints.AsSpan(Inputs, Parameters).CopyTo(byParameter);
        return values[Root];
    }

    /// <summary>Computes a node from the values of its operands.</summary>
    public static double Value(LawNode node, ReadOnlySpan<double> values) => node.Operation switch
    {
        LawOperation.Add => values[node.Left] + values[node.Right],
        LawOperation.Subtract => values[node.Left] - values[node.Right],
        LawOperation.Multiply => values[node.Left] * values[node.Right],
        LawOperation.Divide => values[node.Left] / values[node.Right],
        LawOperation.Negate => -values[node.Left],
        LawOperation.Power => Math.Pow(values[node.Left], values[node.Right]),
        LawOperation.Exp => Math.Exp(values[node.Left]),
        LawOperation.Log => Math.Log(values[node.Left]),
        _ => node.Constant,
    };

    /// <summary>Adds the derivatives of a node to those of its operands.</summary>
    public static void Propagate(LawNode node, int place, ReadOnlySpan<double> values, Span<double> adjoints)
    {
        double adjoint = adjoints[place];
        switch (node.Operation)
        {
            case LawOperation.Add:
                adjoints[node.Left] += adjoint;
                adjoints[node.Right] += adjoint;
                break;
            case LawOperation.Subtract:
                adjoints[node.Left] += adjoint;
                adjoints[node.Right] -= adjoint;
                break;
            case LawOperation.Multiply:
                (double left, double right) = (values[node.Left], values[node.Right]);
                adjoints[node.Left] += adjoint * right;
                adjoints[node.Right] += adjoint * left;
                break;
            case LawOperation.Divide:
                adjoints[node.Left] += adjoint / values[node.Right];
                adjoints[node.Right] -= adjoint * values[place] / values[node.Right];
                break;
            case LawOperation.Negate:
                adjoints[node.Left] -= adjoint;
                break;
            case LawOperation.Power:
                adjoints[node.Left] += adjoint * values[node.Right] * Math.Pow(values[node.Left], values[node.Right] - 1);
                if (values[node.Left] != 0) adjoints[node.Right] += adjoint * values[place] * Math.Log(values[node.Left]);
                break;
            case LawOperation.Exp:
                adjoints[node.Left] += adjoint * values[place];
                break;
            case LawOperation.Log:
                adjoints[node.Left] += adjoint / values[node.Left];
                break;
        }
    }

    private static int Place(LawExpression expression, List<LawNode> nodes, Dictionary<LawExpression, int> places, int inputs)
    {
        if (expression.Operation == LawOperation.Input) return expression.Index;
        if (expression.Operation == LawOperation.Parameter) return inputs + expression.Index;
        if (places.TryGetValue(expression, out int known)) return known;
        int left = expression.Left is null ? -1 : Place(expression.Left, nodes, places, inputs);
        int right = expression.Right is null ? -1 : Place(expression.Right, nodes, places, inputs);
        bool byInputs = (left >= 0 && nodes[left].DependsOnInputs) || (right >= 0 && nodes[right].DependsOnInputs);
        bool byParameters = (left >= 0 && nodes[left].DependsOnParameters) || (right >= 0 && nodes[right].DependsOnParameters);
        nodes.Add(new(expression.Operation, left, right, expression.Value, byInputs, byParameters));
        return places[expression] = nodes.Count - 1;
    }
}
