using System.Collections.Immutable;
using System.Globalization;

namespace DataCuration;

/// <summary>Names what differs between finished work and the work that a run wants to do, in the words of the user's program.</summary>
internal static class WorkDifference
{
    private const int MaxShown = 10;

    /// <summary>Joins differences for a message.</summary>
    public static string Join(IReadOnlyList<string> differences)
    {
        string lines = string.Join(Environment.NewLine, differences.Take(MaxShown).Select(line => "  " + line));
        return differences.Count <= MaxShown ? lines
            : string.Create(CultureInfo.InvariantCulture, $"{lines}{Environment.NewLine}  and {differences.Count - MaxShown} more");
    }

    /// <summary>Names the differences between two recipes, one per line.</summary>
    public static List<string> Find(ImmutableArray<FingerprintPart> partsBefore, IReadOnlyDictionary<int, ArtifactOrigin> originsBefore,
        ImmutableArray<FingerprintPart> partsNow, IReadOnlyDictionary<int, ArtifactOrigin> originsNow)
    {
        var found = new List<string>();
        RecipeOutline before = RecipeOutline.Create(partsBefore, originsBefore), now = RecipeOutline.Create(partsNow, originsNow);
        foreach (string context in before.Contexts.Union(now.Contexts, StringComparer.Ordinal))
        {
            string where = Where(context);
            if (!now.Contexts.Contains(context, StringComparer.Ordinal)) found.Add($"{where}it is gone");
            else if (!before.Contexts.Contains(context, StringComparer.Ordinal)) found.Add($"{where}it is new");
            else AddContext(found, where, context, before, now);
        }
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static void AddContext(List<string> found, string where, string context, RecipeOutline before, RecipeOutline now)
    {
        IReadOnlyList<RecipeScope> othersBefore = before.Others(context), othersNow = now.Others(context);
        foreach (RecipeScope scope in othersNow.Concat(othersBefore.Where(scope => othersNow.All(other => other.Kind != scope.Kind))))
        {
            // The run's own options come last: they are written after those of the pipeline.
            if (scope.Kind != RecipeScope.Run) AddOptions(found, where + NameOf(scope.Kind), Scope(othersBefore, scope.Kind), Scope(othersNow, scope.Kind));
        }
        IReadOnlyList<RecipeScope> stagesBefore = before.Stages(context), stagesNow = now.Stages(context);
        foreach ((RecipeScope? first, RecipeScope? second) in StageAlignment.Align(stagesBefore, stagesNow))
        {
            if (first is null) found.Add($"{where}stage {Shown(second!, stagesNow)} is new");
            else if (second is null) found.Add($"{where}stage {Shown(first, stagesBefore)} is gone");
            else AddOptions(found, $"{where}stage {Shown(second, stagesNow)}", first, second);
        }
        AddOptions(found, where, Scope(othersBefore, RecipeScope.Run), Scope(othersNow, RecipeScope.Run));
    }

    private static RecipeScope Scope(IReadOnlyList<RecipeScope> scopes, string kind) => scopes.FirstOrDefault(scope => scope.Kind == kind) ?? new(kind, "", []);

    /// <summary>Adds the options that differ. Options of one name are paired in their order.</summary>
    private static void AddOptions(List<string> found, string owner, RecipeScope before, RecipeScope now)
    {
        if (before.Name != now.Name && before.ShownName != now.ShownName)
            found.Add($"{owner}: its name was {before.ShownName}");
        ILookup<string, RecipePart> old = before.Options.ToLookup(option => option.Name, StringComparer.Ordinal);
        ILookup<string, RecipePart> current = now.Options.ToLookup(option => option.Name, StringComparer.Ordinal);
        foreach (string name in now.Options.Concat(before.Options).Select(option => option.Name).Distinct(StringComparer.Ordinal))
        {
            RecipePart[] first = [.. old[name]], second = [.. current[name]];
            for (int i = 0; i < Math.Max(first.Length, second.Length); i++)
            {
                RecipePart? was = i < first.Length ? first[i] : null, becomes = i < second.Length ? second[i] : null;
                if (was?.Value == becomes?.Value) continue;
                if (was?.Origin is not null && becomes?.Origin is not null && AddOrigin(found, owner, name, was.Origin, becomes.Origin)) continue;
                string option = DifferenceText.Option(now.Kind, name);
                string label = owner.Length == 0 || owner.EndsWith(": ", StringComparison.Ordinal) ? owner + option : $"{owner}, {option}";
                (string beforeText, string nowText) = DifferenceText.Values(name, was, becomes);
                found.Add($"{label}: {beforeText} before, {nowText} now");
            }
        }
    }

    /// <summary>Explains two different hashes by what they stand for.</summary>
    /// <returns>False if nothing there differs: the hash itself is all that can be told.</returns>
    private static bool AddOrigin(List<string> found, string owner, string option, ArtifactOrigin before, ArtifactOrigin now)
    {
        string place = owner.TrimEnd(':', ' ');
        if (before.Name != now.Name)
        {
            found.Add($"{place}, {option}: made by {before.Name} before, by {now.Name} now");
            return true;
        }
        List<string> inner = now.Name == ArtifactOrigin.InputFiles ? [.. InputDifference.Find(before.Parts, now.Parts, IsCut(before), IsCut(now))]
            : Find(before.Parts, before.Origins, now.Parts, now.Origins);
        if (inner.Count == 0) return false;
        string through = now.Name == ArtifactOrigin.InputFiles ? owner : owner.Length == 0 ? $"{now.Name}: " : $"{place} uses {now.Name}: ";
        if (through.Length > 0 && !through.EndsWith(": ", StringComparison.Ordinal)) through += ": ";
        found.AddRange(inner.Select(line => through + line));
        return true;
    }

    private static bool IsCut(ArtifactOrigin files) => files.Parts.Any(part => part.Name == ArtifactOrigin.CutName);

    private static string NameOf(string kind) => kind switch
    {
        RecipeScope.Sink => "the output",
        RecipeScope.Fit => "",
        _ => "the source",
    };

    /// <summary>A stage's name, with its place where several have it.</summary>
    private static string Shown(RecipeScope stage, IReadOnlyList<RecipeScope> stages)
    {
        string name = DifferenceText.Shorten(stage.ShownName);
        if (stage.ShortType != stage.ShownName && !stage.ShownName.StartsWith(stage.ShortType, StringComparison.Ordinal)
            && !stage.ShortType.StartsWith(stage.ShownName, StringComparison.Ordinal)) name += $" ({stage.ShortType})";
        if (stages.Count(other => other.ShownName == stage.ShownName) < 2) return name;
        int place = 1 + stages.TakeWhile(other => !ReferenceEquals(other, stage)).Count();
        return string.Create(CultureInfo.InvariantCulture, $"{name} (number {place} of {stages.Count})");
    }

    private static string Where(string context)
    {
        if (context.Length == 0) return "";
        string[] words = context.TrimEnd('.').Split('.');
        string text = words[0] switch
        {
            "corpus" => "its corpus",
            "input" => string.Create(CultureInfo.InvariantCulture, $"its input {One(words[1])}"),
            _ => "",
        };
        int branch = Array.IndexOf(words, "branch");
        if (branch < 0) return text + ": ";
        string part = string.Create(CultureInfo.InvariantCulture, $"part {One(words[branch + 1])} of the concatenation");
        return text.Length == 0 ? part + ": " : $"{text}, {part}: ";

        static int One(string number) => int.Parse(number, CultureInfo.InvariantCulture) + 1;
    }
}
