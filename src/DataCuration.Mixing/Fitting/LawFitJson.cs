using System.Globalization;
using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>The file format of fits. Reading is strict: a misspelled member is an error, not a default.</summary>
internal static class LawFitJson
{
    private const int FormatVersion = 2;

    private static readonly string[] Members =
    [
        "format", "law", "formula", "inputs", "points", "r_squared", "huber", "root_mean_square_error", "mean_relative_error", "converged", "starts",
        "failed_starts", "finished_starts", "agreeing_starts", "confidence", "parameters", "bootstrap", "excluded",
    ];

    public static byte[] Write(LawFit fit) => VersionedJson.Write(FormatVersion, json =>
    {
        ParametricLaw law = fit.Law.Law;
        json.WriteString("law", law.Name);
        json.WriteString("formula", law.Formula);
        json.WriteStartArray("inputs");
        foreach (string input in law.Inputs) json.WriteStringValue(input);
        json.WriteEndArray();
        json.WriteNumber("points", fit.Points);
        Number(json, "r_squared", fit.RSquared);
        Number(json, "huber", fit.Huber);
        Number(json, "root_mean_square_error", fit.RootMeanSquareError);
        Number(json, "mean_relative_error", fit.MeanRelativeError);
        json.WriteBoolean("converged", fit.IsConverged);
        json.WriteNumber("starts", fit.Starts);
        json.WriteNumber("failed_starts", fit.FailedStarts);
        json.WriteNumber("finished_starts", fit.PolishedStarts);
        json.WriteNumber("agreeing_starts", fit.AgreeingStarts);
        json.WriteNumber("confidence", fit.Confidence);
        json.WriteStartArray("parameters");
        foreach (ParameterEstimate parameter in fit.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            Number(json, "value", parameter.Interval.Value);
            Number(json, "low", parameter.Interval.Low);
            Number(json, "high", parameter.Interval.High);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("bootstrap");
        // A line for each sample.
        foreach (double[] sample in fit.Samples) json.WriteRawValue($"[{string.Join(", ", sample.Select(Text))}]");
        json.WriteEndArray();
        json.WriteStartArray("excluded");
        foreach (ExcludedPoint point in fit.Excluded)
        {
            json.WriteStartObject();
            json.WriteString("name", point.Name);
            json.WriteString("reason", point.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public static LawFit Read(byte[] content, string source, ParametricLaw law) =>
        VersionedJson.Read(content, source, "fit of a law", FormatVersion, root =>
        {
            StrictMembers.Check(root, "the fit", Members);
            Same(Text(root, "law"), law.Name, "law");
            Same(Text(root, "formula"), law.Formula, "formula");
            Same(Join(root.GetProperty("inputs").EnumerateArray().Select(input => input.GetString() ?? "")), Join(law.Inputs), "list of inputs");
            JsonElement[] parameters = [.. root.GetProperty("parameters").EnumerateArray()];
            for (int i = 0; i < parameters.Length; i++)
                StrictMembers.Check(parameters[i], FormattableString.Invariant($"parameter {i}"), "name", "value", "low", "high");
            Same(Join(parameters.Select(parameter => Text(parameter, "name"))), Join(law.Parameters.Select(parameter => parameter.Name)), "list of parameters");
            double[][] samples = [.. root.GetProperty("bootstrap").EnumerateArray().Select(sample => sample.EnumerateArray().Select(Value).ToArray())];
            if (samples.Any(sample => sample.Length != law.Parameters.Count))
                throw new FormatException($"a bootstrap sample does not have {law.Parameters.Count} numbers");
            double confidence = root.GetProperty("confidence").GetDouble();
            if (!(confidence is > 0 and < 1)) throw new FormatException(FormattableString.Invariant($"the confidence is {confidence}"));
            var fit = new LawFit(new FittedLaw(law, [.. parameters.Select(Finite)]), Count(root, "points"),
                [.. root.GetProperty("excluded").EnumerateArray().Select(ReadExcluded)], samples, confidence)
            {
                RSquared = Value(root.GetProperty("r_squared")),
                Huber = Value(root.GetProperty("huber")),
                RootMeanSquareError = Value(root.GetProperty("root_mean_square_error")),
                MeanRelativeError = Value(root.GetProperty("mean_relative_error")),
                IsConverged = root.GetProperty("converged").GetBoolean(),
                Starts = Count(root, "starts"),
                FailedStarts = Count(root, "failed_starts"),
                PolishedStarts = Count(root, "finished_starts"),
                AgreeingStarts = Count(root, "agreeing_starts"),
            };
            for (int i = 0; i < parameters.Length; i++)
            {
                LawInterval interval = fit.Parameters[i].Interval;
                if (!IsNear(interval.Low, parameters[i].GetProperty("low")) || !IsNear(interval.High, parameters[i].GetProperty("high")))
                    throw new FormatException($"the interval of '{fit.Parameters[i].Name}' is not that of the bootstrap samples");
            }
            return fit;
        });

    private static ExcludedPoint ReadExcluded(JsonElement point, int number)
    {
        StrictMembers.Check(point, FormattableString.Invariant($"excluded point {number}"), "name", "reason");
        return new(Text(point, "name"), Text(point, "reason"));
    }

    private static void Same(string found, string expected, string what)
    {
        if (found != expected) throw new FormatException($"its {what} is '{found}', and the given law's is '{expected}'. Give the law that was fitted");
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");

    private static int Count(JsonElement element, string name) => element.GetProperty(name).GetInt32() is >= 0 and var count ? count
        : throw new FormatException($"'{name}' is negative");

    private static double Finite(JsonElement parameter) => parameter.GetProperty("value").GetDouble() is var value && double.IsFinite(value) ? value
        : throw new FormatException($"the value of '{Text(parameter, "name")}' is not finite");

    // Quantiles can have other last bits on another kind of processor.
    private static bool IsNear(double found, JsonElement saved)
    {
        double expected = Value(saved);
        return found.Equals(expected) || Math.Abs(found - expected) <= 1e-9 * Math.Abs(expected);
    }

    private static double Value(JsonElement element) => element.ValueKind == JsonValueKind.Null ? double.NaN : element.GetDouble();

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
