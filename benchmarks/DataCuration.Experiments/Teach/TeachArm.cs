namespace DataCuration.Experiments.Teach;

/// <summary>A trained model of the experiment.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="TestedText">The token shards about the tested articles; null for a model that reads the replay only.</param>
internal sealed record TeachArm(string Name, TokenShards? TestedText);
