using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Settings;

/// <summary>What a setting's value must be in its source.</summary>
public enum SettingType
{
    Dword,
    Qword,

    /// <summary>A DWORD, or a REG_SZ of decimal digits, as CurrentBuildNumber is.</summary>
    Number,
    String,
    Expand,
    MultiString,
    Binary,

    /// <summary>All values below a key, as texts.</summary>
    List,
    SidList,

    /// <summary>A DWORD where 0 is no and anything else is yes.</summary>
    Bool,

    /// <summary>A text of numbers separated by '.'.</summary>
    Version,

    /// <summary>The name of the type that the registry value has ("REG_DWORD"), whatever it holds: for rules that judge the type itself.</summary>
    RegistryType,
}

/// <summary>A setting of the catalogue: every address that states it, who wins, and what silence means (<c>policies/settings.yml</c>).</summary>
public sealed record Setting(string Id, string Kind, SettingType Type, Location Location)
{
    public string? Unit { get; init; }

    /// <summary>What its numbers mean; <see langword="null"/> when nothing is said of them.</summary>
    public SettingValues? Values { get; init; }

    /// <summary>The name by which conditions read it on its kind: its id, or a shorter name where the kind makes the id's first word needless.</summary>
    public string Field { get; init; } = Id;

    /// <summary>Whether <paramref name="name"/> on a subject of <paramref name="kind"/> means this setting.</summary>
    public bool IsReadAs(string kind, string name) =>
        (name == Id || name == Field) && Kind.Equals(kind, StringComparison.OrdinalIgnoreCase);

    /// <summary>In the order in which they win.</summary>
    public ImmutableArray<SettingStatement> StatedBy { get; init; } = [];

    /// <summary>First match; applies only where every layer is covered. Empty = silence means that there is no value.</summary>
    public ImmutableArray<Silence> Silence { get; init; } = [];

    /// <summary>Variables of the addresses that are the text of other settings (an active power scheme, say).</summary>
    public ImmutableDictionary<string, string> With { get; init; } = ImmutableDictionary<string, string>.Empty;

    public FieldType FieldType => Type switch
    {
        SettingType.Dword or SettingType.Qword or SettingType.Number => FieldType.Number,
        SettingType.Bool => FieldType.Flag,
        SettingType.MultiString or SettingType.List or SettingType.SidList => FieldType.List,
        SettingType.Version => FieldType.Version,
        _ => FieldType.Text,
    };
}

/// <summary>One address that states a setting.</summary>
/// <param name="Gpo">The policy's place in the editor, for help texts.</param>
/// <param name="Admx">"file.admx/POLICY", for help texts.</param>
public sealed record SettingStatement(Layer Layer, AddressTemplate Address, string? Gpo, string? Admx)
{
    /// <summary>The statement counts only while this holds; <see langword="null"/> = always.</summary>
    public Condition? OnlyWhen { get; init; }
}

/// <summary>What it means that no layer states a setting.</summary>
/// <param name="Means"><see langword="null"/> = there is no value.</param>
/// <param name="Source">Who says so.</param>
public sealed record Silence(FieldValue? Means, Reference Source)
{
    /// <summary>Sources differ on what it means.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>Usually a Windows version; <see langword="null"/> = always.</summary>
    public Condition? When { get; init; }
}
