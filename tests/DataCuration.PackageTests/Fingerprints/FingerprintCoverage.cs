using System.Reflection;

namespace DataCuration.PackageTests.Fingerprints;

/// <summary>Changes every option of an object that describes itself, one by one, and checks that its fingerprint changes too.</summary>
internal sealed class FingerprintCoverage(SampleValues samples)
{
    private readonly List<string> uncovered = [];

    /// <summary>The number of changed options.</summary>
    public int Changed { get; private set; }

    /// <summary>Options, as <c>Type.Option</c> or <c>Type.parameter.Option</c>, whose change did not change the fingerprint.</summary>
    public IReadOnlyList<string> Uncovered => uncovered;

    /// <summary>Types that cannot be created from sample values.</summary>
    public List<string> Unmakable { get; } = [];

    /// <summary>Changes all options of a type: constructor parameters and settable properties.</summary>
    public void Try(Type type)
    {
        ConstructorInfo[] constructors = [.. type.GetConstructors()
            .Where(constructor => Array.TrueForAll(constructor.GetParameters(), parameter => samples.Knows(parameter.ParameterType)))];
        if (samples.Factory(type) is { } create)
        {
            TryProperties(type, create, Describe);
            return;
        }
        if (constructors.Length == 0) Unmakable.Add(type.Name);
        foreach (ConstructorInfo constructor in constructors)
        {
            ParameterInfo[] parameters = constructor.GetParameters();
            object?[] arguments = [.. parameters.Select(parameter => samples.First(parameter.ParameterType))];
            string before = Describe(constructor.Invoke(arguments));
            for (int i = 0; i < parameters.Length; i++)
            {
                foreach ((string place, object?[] candidates) in samples.Changes(parameters[i].ParameterType, arguments[i]))
                {
                    int changed = i;
                    Judge($"{type.Name}.{parameters[i].Name}{place}", before, candidates,
                        candidate => Describe(constructor.Invoke([.. arguments.Select((argument, j) => j == changed ? candidate : argument)])));
                }
            }
            TryProperties(type, () => constructor.Invoke(arguments), Describe);
        }
    }

    /// <summary>Changes all settable properties.</summary>
    public void TryProperties(Type type, Func<object> create, Func<object, string> describe)
    {
        foreach (PropertyInfo property in SampleValues.SettableProperties(type))
        {
            foreach ((string place, object?[] candidates) in samples.Named($"{type.Name}.{property.Name}")
                ?? samples.Changes(property.PropertyType, property.GetValue(create())))
            {
                Judge($"{type.Name}.{property.Name}{place}", describe(create()), candidates, candidate =>
                {
                    // A new object each time: a change in place would persist.
                    object made = create();
                    object copy = made.GetType().GetMethod("<Clone>$")?.Invoke(made, null) ?? made;
                    property.SetValue(copy, candidate);
                    return describe(copy);
                });
            }
        }
    }

    private void Judge(string name, string before, object?[] candidates, Func<object?, string> describe)
    {
        foreach (object? candidate in candidates)
        {
            try
            {
                string after = describe(candidate);
                Changed++;
                if (after == before && !uncovered.Contains(name)) uncovered.Add(name);
                return;
            }
            catch (TargetInvocationException e) when (e.InnerException is ArgumentException)
            {
                // This value is not accepted. Another one may be.
            }
        }
        throw new InvalidOperationException($"None of the sample values suits {name}: {string.Join(", ", candidates)}.");
    }

    /// <summary>Returns the text that an object writes into a fingerprint.</summary>
    private static string Describe(object described)
    {
        var writer = new FingerprintWriter();
        MethodInfo method = described.GetType()
            .GetMethod("Describe", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [typeof(FingerprintWriter)])!;
        method.Invoke(described, [writer]);
        return string.Join('\n', writer.Parts);
    }
}
