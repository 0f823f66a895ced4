using System.Collections.Immutable;
using System.Globalization;

namespace DataCuration;

/// <summary>
/// The parts of a recipe, put back into the scopes that they were described in. A context is the corpus that scopes belong to: empty for the pipeline itself,
/// <c>corpus.</c> and <c>input.0.</c> for those of a fit, each followed by <c>branch.1.</c> for a concatenation.
/// </summary>
internal sealed class RecipeOutline
{
    private readonly List<string> contexts = [];
    private readonly Dictionary<string, List<RecipeScope>> scopes = new(StringComparer.Ordinal);

    private RecipeOutline()
    {
    }

    /// <summary>The contexts, in the order of the recipe.</summary>
    public IReadOnlyList<string> Contexts => contexts;

    public static RecipeOutline Create(ImmutableArray<FingerprintPart> parts, IReadOnlyDictionary<int, ArtifactOrigin> origins)
    {
        var outline = new RecipeOutline();
        string? openStage = null; // such as "stage.2."
        string stagePrefix = "";
        for (int i = 0; i < parts.Length; i++)
        {
            string name = parts[i].Name;
            string context = TakeContext(ref name);
            ArtifactOrigin? origin = origins.GetValueOrDefault(i);
            (string kind, string option) = (RecipeScope.Run, name);
            if (TryTakeStage(name, out string stage))
            {
                if (context + stage != openStage)
                {
                    // A stage's first part is its type. The stage's name may hold dots itself.
                    openStage = context + stage;
                    string stageName = name[stage.Length..];
                    if (stageName.EndsWith(".type", StringComparison.Ordinal)) stageName = stageName[..^".type".Length];
                    stagePrefix = stage + stageName + ".";
                    outline.Open(context).Add(new(RecipeScope.Stage, stageName, []));
                }
                option = name.StartsWith(stagePrefix, StringComparison.Ordinal) ? name[stagePrefix.Length..] : name;
                outline.Open(context)[^1].Options.Add(new(option, parts[i].Value, origin));
                continue;
            }
            foreach (string named in (ReadOnlySpan<string>)[RecipeScope.Source, RecipeScope.Sink, RecipeScope.Fit])
            {
                if (!name.StartsWith(named + ".", StringComparison.Ordinal)) continue;
                (kind, option) = (named, name[(named.Length + 1)..]);
                break;
            }
            outline.ScopeOf(context, kind).Options.Add(new(option, parts[i].Value, origin));
        }
        return outline;
    }

    /// <summary>The stages of a context, in order.</summary>
    public IReadOnlyList<RecipeScope> Stages(string context) => [.. ScopesOf(context).Where(scope => scope.Kind == RecipeScope.Stage)];

    /// <summary>The scopes of a context that are no stages.</summary>
    public IReadOnlyList<RecipeScope> Others(string context) => [.. ScopesOf(context).Where(scope => scope.Kind != RecipeScope.Stage)];

    private List<RecipeScope> ScopesOf(string context) => scopes.GetValueOrDefault(context) ?? [];

    private List<RecipeScope> Open(string context)
    {
        if (scopes.TryGetValue(context, out List<RecipeScope>? found)) return found;
        contexts.Add(context);
        return scopes[context] = [];
    }

    private RecipeScope ScopeOf(string context, string kind)
    {
        List<RecipeScope> list = Open(context);
        RecipeScope? found = list.Find(scope => scope.Kind == kind);
        if (found is null) list.Add(found = new(kind, "", []));
        return found;
    }

    private static string TakeContext(ref string name)
    {
        int length = 0;
        if (name.StartsWith("corpus.", StringComparison.Ordinal)) length = "corpus.".Length;
        else if (NumberedLength(name, "input.") is > 0 and var input) length = input;
        if (NumberedLength(name[length..], "branch.") is > 0 and var branch) length += branch;
        string context = name[..length];
        name = name[length..];
        return context;
    }

    private static bool TryTakeStage(string name, out string stage)
    {
        int length = NumberedLength(name, "stage.");
        stage = name[..Math.Max(length, 0)];
        return length > 0;
    }

    /// <summary>The length of a prefix such as <c>stage.12.</c>; -1 if the name does not begin with one.</summary>
    private static int NumberedLength(string name, string prefix)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return -1;
        int dot = name.IndexOf('.', prefix.Length);
        return dot > prefix.Length && int.TryParse(name.AsSpan(prefix.Length, dot - prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? dot + 1 : -1;
    }
}
