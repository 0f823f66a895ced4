namespace DataCuration.LanguageModels;

/// <summary>A call on its way through the chain of steps. Only one step uses it at a time.</summary>
internal sealed class PendingCall(LanguageModelCall call, string model, UInt128 key, CallEstimator estimator)
{
    private TokenCounts? expected;

    public LanguageModelCall Call => call;

    /// <summary>The model that answers: the call's or the endpoint's.</summary>
    public string Model => model;

    /// <summary>The call's key in the ledger.</summary>
    public UInt128 Key => key;

    /// <summary>
    /// The tokens that one try is expected to use at most. Computed at the first access, so that calls found in the ledger do not pay for it.
    /// </summary>
    public TokenCounts Expected => expected ??= estimator.Estimate(call);
}
