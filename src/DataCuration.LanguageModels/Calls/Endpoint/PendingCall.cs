namespace DataCuration.LanguageModels;

/// <summary>A call on its way through the chain of steps. Only one step uses it at a time.</summary>
internal sealed class PendingCall(LanguageModelCall call, string model, string? extraFields, CallEstimator estimator)
{
    private TokenCounts? expected;

    public LanguageModelCall Call { get; } = call;

    /// <summary>The model that answers: the call's or the endpoint's.</summary>
    public string Model { get; } = model;

    /// <summary>The call's key in the ledger.</summary>
    public UInt128 Key { get; } = call.KeyFor(model, extraFields);

    /// <summary>The parameters and extra fields, for the ledger.</summary>
    public string Parameters { get; } = call.ParametersWith(extraFields);

    /// <summary>
    /// The tokens that one try is expected to use at most. Computed at the first access, so that calls found in the ledger do not pay for it.
    /// </summary>
    public TokenCounts Expected => expected ??= estimator.Estimate(Call);
}
