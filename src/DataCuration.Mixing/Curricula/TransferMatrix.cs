namespace DataCuration.Mixing;

/// <summary>
/// The losses on all domains before a training and after each domain of it, and what they say about transfer. Positive numbers are improvements.
/// </summary>
/// <remarks>
/// Forward transfer of a domain is the fall of its loss by the domains before it. Backward transfer is the fall of its loss by the domains after it; a
/// negative one is forgetting. The names are those of Lopez-Paz and Ranzato 2017, who define both for accuracies.
/// </remarks>
public sealed class TransferMatrix
{
    private readonly double[][] losses;

    /// <summary>Creates a matrix.</summary>
    /// <param name="order">The domains in the order of the training.</param>
    /// <param name="losses">
    /// A row for the state before the training, and one after each domain. Each row has the loss on each domain, in the order of the training.
    /// </param>
    /// <exception cref="ArgumentException">A row or a number is missing, or a loss is not finite.</exception>
    public TransferMatrix(IReadOnlyList<string> order, IReadOnlyList<IReadOnlyList<double>> losses)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(losses);
        if (order.Count == 0) throw new ArgumentException("There is no domain.", nameof(order));
        if (losses.Count != order.Count + 1)
            throw new ArgumentException($"There are {losses.Count} rows; {order.Count} domains have {order.Count + 1}.", nameof(losses));
        for (int i = 0; i < losses.Count; i++)
            if (losses[i].Count != order.Count || !losses[i].All(double.IsFinite))
                throw new ArgumentException($"Row {i} does not have {order.Count} finite losses.", nameof(losses));
        Order = [.. order];
        this.losses = [.. losses.Select(row => row.ToArray())];
    }

    /// <summary>The domains in the order of the training.</summary>
    public IReadOnlyList<string> Order { get; }

    /// <summary>The mean forward transfer over all domains but the first; NaN for a single domain.</summary>
    public double MeanForward => Mean(Enumerable.Range(1, Order.Count - 1).Select(Forward));

    /// <summary>The mean backward transfer over all domains but the last; NaN for a single domain.</summary>
    public double MeanBackward => Mean(Enumerable.Range(0, Order.Count - 1).Select(Backward));

    /// <summary>Returns the fall of a domain's loss by the training on another domain.</summary>
    /// <param name="trained">The place of the domain that is trained on.</param>
    /// <param name="measured">The place of the domain whose loss is measured.</param>
    public double Gain(int trained, int measured) => losses[trained][measured] - losses[trained + 1][measured];

    /// <summary>Returns the fall of a domain's loss by the domains before it.</summary>
    /// <param name="domain">The place of the domain in the order.</param>
    public double Forward(int domain) => losses[0][domain] - losses[domain][domain];

    /// <summary>Returns the fall of a domain's loss by the domains after it.</summary>
    /// <param name="domain">The place of the domain in the order.</param>
    public double Backward(int domain) => losses[domain + 1][domain] - losses[^1][domain];

    /// <summary>Returns a table in Markdown: the fall of each loss by each domain, and forward and backward transfer.</summary>
    public string ToMarkdown()
    {
        var table = new MarkdownTable(["trained on", .. Order.Select(name => ">" + name)]);
        for (int i = 0; i < Order.Count; i++) table.Add([Order[i], .. Enumerable.Range(0, Order.Count).Select(j => MarkdownTable.Value(Gain(i, j)))]);
        table.Add(["forward transfer", .. Enumerable.Range(0, Order.Count).Select(i => MarkdownTable.Value(Forward(i)))]);
        table.Add(["backward transfer", .. Enumerable.Range(0, Order.Count).Select(i => MarkdownTable.Value(Backward(i)))]);
        return table.ToString();
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
