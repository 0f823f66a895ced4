using System.Text.Json;

namespace DataCuration.Recipes;

/// <summary>Reads numbers of JSON.</summary>
internal static class JsonNumbers
{
    /// <summary>Gets a finite number; false for any other value.</summary>
    public static bool TryGetNumber(this JsonElement element, out double number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out number) && double.IsFinite(number);
    }
}
