using System.Reflection;

namespace DataCuration.PackageTests.Fingerprints;

/// <summary>Values to create library objects with, and others to change them to.</summary>
internal sealed class SampleValues
{
    private readonly Dictionary<Type, object?[]> values = [];
    private readonly Dictionary<string, object?[]> options = [];
    private readonly Dictionary<Type, Func<object>> factories = [];

    /// <summary>Adds a factory for a type whose constructors reflection cannot call.</summary>
    public SampleValues AddFactory<T>(Func<T> create) where T : class
    {
        factories[typeof(T)] = create;
        return this;
    }

    /// <summary>Returns the factory of a type, if it has one.</summary>
    public Func<object>? Factory(Type type) => factories.GetValueOrDefault(type);

    /// <summary>Adds the values of a type: the first is the initial value, the others are tried as changes.</summary>
    public SampleValues Add<T>(params T[] samples)
    {
        values[typeof(T)] = [.. samples];
        return this;
    }

    /// <summary>Adds the changes of an option that not every value of its type suits, such as the path of a file that must exist.</summary>
    public SampleValues AddOption(string name, params object?[] candidates)
    {
        options[name] = candidates;
        return this;
    }

    /// <summary>Returns the changes that <see cref="AddOption"/> gave an option of one type, by <c>Type.Option</c>; null without them.</summary>
    public IEnumerable<(string Place, object?[] Candidates)>? Named(string option) =>
        options.TryGetValue(option, out object?[]? candidates) ? [("", candidates)] : null;

    /// <summary>Returns true if there is an initial value of a type.</summary>
    public bool Knows(Type type) => values.ContainsKey(type) || type.IsEnum || type == typeof(string)
        || (type.IsValueType && !type.IsByRefLike && type.IsPrimitive)
        || Nullable.GetUnderlyingType(type) is not null || IsOptions(type);

    /// <summary>Returns the initial value of a type.</summary>
    public object? First(Type type)
    {
        if (values.TryGetValue(type, out object?[]? known)) return known[0];
        if (type == typeof(string)) return "sample";
        if (Nullable.GetUnderlyingType(type) is not null) return null;
        return Activator.CreateInstance(type);
    }

    /// <summary>
    /// Returns the possible changes of a value. Each has its place inside the value (empty for the value itself) and candidates; the first accepted
    /// candidate counts.
    /// </summary>
    public IEnumerable<(string Place, object?[] Candidates)> Changes(Type type, object? current)
    {
        if (values.TryGetValue(type, out object?[]? known))
        {
            object?[] others = [.. known.Where(value => !Equals(value, current))];
            // An options record with a known sample is still changed property by property.
            if (others.Length > 0) return [("", others)];
            if (!IsOptions(type)) return [];
        }
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return current is null ? [("", [.. Changes(underlying, Activator.CreateInstance(underlying)).SelectMany(change => change.Candidates)])]
                : [("", [.. Changes(underlying, current).SelectMany(change => change.Candidates), null])];
        if (IsOptions(type)) return SettableProperties(type).SelectMany(property => ChangesOf(property, current!));
        return [("", Leaf(type, current))];
    }

    /// <summary>Returns the properties that an object initialiser can set.</summary>
    public static IEnumerable<PropertyInfo> SettableProperties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0);

    private static bool IsOptions(Type type) => type.GetMethod("<Clone>$") is not null && type.GetConstructor([]) is not null;

    private IEnumerable<(string Place, object?[] Candidates)> ChangesOf(PropertyInfo property, object owner)
    {
        foreach ((string place, object?[] candidates) in options.TryGetValue(property.Name, out object?[]? named) ? [("", named)]
            : Changes(property.PropertyType, property.GetValue(owner)))
            yield return ($".{property.Name}{place}",
                [.. candidates.Select(candidate => With(property, owner, candidate)).Where(changed => changed is not null)]);
    }

    private static object? With(PropertyInfo property, object owner, object? value)
    {
        object copy = owner.GetType().GetMethod("<Clone>$")!.Invoke(owner, null)!;
        try
        {
            property.SetValue(copy, value);
            return copy;
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException)
        {
            return null; // the option does not accept this value; another candidate may be accepted
        }
    }

    private static object?[] Leaf(Type type, object? current) => current switch
    {
        bool value => [!value],
        int value => [value + 1, value + 2, value - 1],
        long value => [value + 1, value - 1],
        ulong value => [value + 1],
        uint value => [value + 1],
        char => [';', '|'],
        double value => [.. new object[] { value / 2, value + 0.25, 0.5, value + 1 }.Where(other => !other.Equals(value))],
        Enum value => [.. Enum.GetValues(type).Cast<object>().Where(other => !other.Equals(value))],
        string value => [value + "x"],
        null when type == typeof(string) => ["x"],
        _ => throw new InvalidOperationException($"There is no other sample value of type {type}: add some to {nameof(FingerprintCoverageTests)}."),
    };
}
