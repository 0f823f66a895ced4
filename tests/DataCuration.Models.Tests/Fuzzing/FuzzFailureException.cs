namespace DataCuration.Models.Fuzzing;

/// <summary>A damaged file was neither read nor refused in the right way.</summary>
internal sealed class FuzzFailureException(string message, Exception? inner = null) : Exception(message, inner);
