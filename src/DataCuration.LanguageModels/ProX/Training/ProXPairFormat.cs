namespace DataCuration.LanguageModels;

/// <summary>The formats of training pairs.</summary>
public enum ProXPairFormat
{
    /// <summary><c>{"messages":[{"role":"system","content":"…"},{"role":"user",…},{"role":"assistant",…}]}</c>, which most trainers read.</summary>
    Messages,

    /// <summary><c>{"system":"…","input":"…","output":"…"}</c>, for trainers of instructions such as LLaMA-Factory.</summary>
    Instruction,
}
