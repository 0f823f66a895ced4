using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>
/// The tokens and floating-point operations of refining a corpus (ProX, appendix E.3): <c>C = 2 N (D_prefill + D_decode)</c> for a model of N parameters.
/// </summary>
public sealed record ProXCost
{
    /// <summary>The non-embedding parameters of the published refiner of 0.3 billion (ProX, appendix E.3).</summary>
    public const double SmallParameters = 313_324_800;

    /// <summary>The non-embedding parameters of the paper's refiner of 0.7 billion.</summary>
    public const double MediumParameters = 709_830_144;

    /// <summary>The non-embedding parameters of the paper's refiner of 1.7 billion.</summary>
    public const double LargeParameters = 1_676_249_088;

    /// <summary>The refiner's non-embedding parameters.</summary>
    public required double Parameters { get; init; }

    /// <summary>The number of calls.</summary>
    public long Calls { get; init; }

    /// <summary>The tokens of all prompts.</summary>
    public long PromptTokens { get; init; }

    /// <summary>The tokens of all answers.</summary>
    public long AnswerTokens { get; init; }

    /// <summary>The floating-point operations of the refiner.</summary>
    public double Flops => 2 * Parameters * (PromptTokens + AnswerTokens);

    /// <summary>Returns the tokens on which a model could be trained for the same operations: <c>C / 6 N</c>.</summary>
    /// <param name="trainedParameters">The non-embedding parameters of the model that is trained.</param>
    public double EquivalentTrainingTokens(double trainedParameters)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trainedParameters);
        return Flops / (6 * trainedParameters);
    }

    /// <summary>Adds up the usage of both ProX stages. Calls that the ledger answered cost nothing and are left out.</summary>
    /// <param name="usage">The usage of the run's calls.</param>
    /// <param name="parameters">The refiner's non-embedding parameters.</param>
    public static ProXCost FromUsage(UsageReport usage, double parameters)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parameters);
        List<UsageLine> lines = [.. usage.Lines.Where(line => line.Task is ProXTasks.Document or ProXTasks.Chunk)];
        return new()
        {
            Parameters = parameters,
            Calls = lines.Sum(line => line.Calls - line.Cached),
            PromptTokens = lines.Sum(line => line.InputTokens),
            AnswerTokens = lines.Sum(line => line.OutputTokens),
        };
    }

    /// <summary>Returns the cost in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Calls:N0} calls, {PromptTokens:N0} tokens in prompts, {AnswerTokens:N0} in answers, {Flops:0.00E+0} operations");
}
