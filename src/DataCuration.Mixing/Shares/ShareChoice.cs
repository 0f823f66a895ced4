namespace DataCuration.Mixing;

/// <summary>A domain share for limited domain data.</summary>
/// <param name="Share">The share of domain data, 0 to 1.</param>
/// <param name="Tokens">The length of the training in tokens.</param>
/// <param name="Loss">The predicted loss.</param>
public readonly record struct ShareChoice(double Share, double Tokens, double Loss);
