namespace DataCuration.Mixing;

/// <summary>Decides about the mixture of the next step of a training. The same history gives the same weights.</summary>
public interface IMixturePolicy
{
    /// <summary>The name in logs.</summary>
    string Name { get; }

    /// <summary>Returns the weights of the next step.</summary>
    /// <param name="history">The steps so far, from the first; empty before the first one.</param>
    MixtureWeights Next(IReadOnlyList<MixtureStep> history);
}
