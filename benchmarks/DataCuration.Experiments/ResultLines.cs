using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataCuration.Experiments;

/// <summary>Results as lines of JSON, like those in <c>benchmarks/results</c>. The first line describes machine, date and command.</summary>
internal sealed class ResultLines
{
    private readonly string? file;
    private readonly string verb;

    public ResultLines(FileInfo? output, string verb, string machine, string command)
    {
        file = output?.FullName;
        this.verb = verb;
        Append(new JsonObject
        {
            ["machine"] = machine,
            ["date"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["command"] = "dotnet DataCuration.Experiments.dll " + command,
        });
    }

    /// <summary>Adds a line.</summary>
    /// <param name="fields">The line's fields; the verb comes before them.</param>
    public void Add(object fields)
    {
        var line = new JsonObject { ["verb"] = verb };
        foreach ((string name, JsonNode? value) in JsonSerializer.SerializeToNode(fields)!.AsObject().ToArray()) line[name] = value?.DeepClone();
        Append(line);
    }

    private void Append(JsonObject line)
    {
        if (file is not null) File.AppendAllText(file, line.ToJsonString() + "\n");
    }
}
