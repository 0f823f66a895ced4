namespace DataCuration.Synthesis;

/// <summary>The options that all stages share that ask a model for texts.</summary>
/// <param name="Method">The value of <see cref="SyntheticAnnotations.Method"/>, and the start of the calls' tasks.</param>
/// <param name="Model">The model's name; null for the endpoint's model.</param>
/// <param name="MaxAttempts">The number of samples until a text can be used.</param>
/// <param name="TokenEncoder">Counts tokens; null to use the server's counts.</param>
internal sealed record TextSettings(string Method, string? Model, int MaxAttempts, ITokenEncoder? TokenEncoder);
