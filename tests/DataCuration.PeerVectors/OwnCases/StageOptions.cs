using System.Reflection;
using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>Creates a stage of the filter package by its name, with options by theirs.</summary>
internal static class StageOptions
{
    /// <summary>Creates the stage.</summary>
    /// <param name="place">Names the case in messages.</param>
    /// <param name="name">The type's name.</param>
    /// <param name="options">The options in lower case with underscores; null for the defaults.</param>
    public static Stage Create(CaseFields place, string name, CaseFields? options)
    {
        Type[] known = [.. typeof(FilterProfiles).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(SynchronousStage)) && type.GetConstructor([]) is not null)];
        Type type = Array.Find(known, one => one.Name == name)
            ?? throw place.Unknown("filter", name, known.Select(one => one.Name).Order(StringComparer.Ordinal));
        object stage = Activator.CreateInstance(type)!;
        if (options is null) return (Stage)stage;
        Dictionary<string, PropertyInfo> properties = type.GetProperties().Where(property => property.SetMethod is { IsPublic: true })
            .ToDictionary(property => CaseFields.Snake(property.Name), StringComparer.Ordinal);
        foreach (JsonProperty option in options.All())
        {
            if (!properties.TryGetValue(option.Name, out PropertyInfo? property)) throw options.Unknown("option", option.Name, properties.Keys);
            try
            {
                property.SetValue(stage, Convert(options, option, property.PropertyType));
            }
            catch (TargetInvocationException e) when (e.InnerException is ArgumentException inner)
            {
                throw options.Error($"'{option.Name}': {inner.Message}");
            }
        }
        return (Stage)stage;
    }

    private static object? Convert(CaseFields options, JsonProperty option, Type type)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        string name = option.Name;
        if (option.Value.ValueKind == JsonValueKind.Null) return target != type || !type.IsValueType ? null : throw options.Wrong(name, option.Value, "a value");
        if (target == typeof(int)) return options.OptionalInt(name);
        if (target == typeof(double)) return options.OptionalNumber(name);
        if (target == typeof(bool)) return options.OptionalFlag(name);
        if (target == typeof(string)) return options.OptionalText(name);
        if (target == typeof(WordSplitter)) return options.Named(name, CaseSplitters.Words);
        if (target == typeof(SentenceSplitter)) return options.Named(name, CaseSplitters.Sentences);
        if (target == typeof(TermList)) return TermList.Of(options.Texts(name)!);
        if (target.IsAssignableFrom(typeof(string[]))) return options.Texts(name);
        if (target.IsEnum)
        {
            string text = options.Text(name);
            return Enum.GetValues(target).Cast<object>().FirstOrDefault(value => CaseFields.Snake(value.ToString()!) == text)
                ?? throw options.Unknown(name, text, Enum.GetNames(target).Select(CaseFields.Snake));
        }
        throw options.Error($"the option '{name}' of {target.Name} cannot be given in a case");
    }
}
