using System.Collections.Immutable;

namespace RdpCompliance.Engine.Policies;

/// <summary>What an entry of <c>policies/causes.yml</c> is.</summary>
public enum CauseKind
{
    Cause,

    /// <summary>Makes the error likelier, does not raise it alone.</summary>
    Contributing,

    /// <summary>An insecure workaround left behind.</summary>
    Residue,

    /// <summary>Named by the web, and no cause.</summary>
    Myth,

    /// <summary>A symptom that stands for several causes.</summary>
    Aggregate,
}

/// <summary>A documented cause of the error codes.</summary>
/// <param name="Codes">The code pairs it is documented for: "0x904/0x7".</param>
/// <param name="Implies">Causes that are present whenever this one is.</param>
public sealed record Cause(string Id, string Title, string Area, CauseKind Kind, ImmutableArray<string> Codes, ImmutableArray<string> Implies);
