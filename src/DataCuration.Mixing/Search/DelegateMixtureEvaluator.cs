namespace DataCuration.Mixing;

/// <summary>Scores mixtures by a function: a script that starts trainings elsewhere, a table of known scores, or a formula.</summary>
public sealed class DelegateMixtureEvaluator : IMixtureEvaluator
{
    private readonly Func<MixtureWeights, CancellationToken, Task<double>> evaluate;

    /// <summary>Creates an evaluator from an asynchronous function.</summary>
    /// <param name="name">The identity of the function. Change it when the function returns other scores, so that a search does not mix them.</param>
    /// <param name="evaluate">Returns a mixture's score; larger is better.</param>
    public DelegateMixtureEvaluator(string name, Func<MixtureWeights, CancellationToken, Task<double>> evaluate)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(evaluate);
        Name = name;
        this.evaluate = evaluate;
    }

    /// <summary>Creates an evaluator from a function.</summary>
    /// <param name="name">The identity of the function.</param>
    /// <param name="evaluate">Returns a mixture's score; larger is better.</param>
    public DelegateMixtureEvaluator(string name, Func<MixtureWeights, double> evaluate) : this(name, Wrap(evaluate))
    {
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("evaluator", Name);
    }

    /// <inheritdoc/>
    public Task<double> EvaluateAsync(MixtureWeights weights, CancellationToken cancellationToken) => evaluate(weights, cancellationToken);

    private static Func<MixtureWeights, CancellationToken, Task<double>> Wrap(Func<MixtureWeights, double> evaluate)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        return (weights, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(evaluate(weights));
        };
    }
}
