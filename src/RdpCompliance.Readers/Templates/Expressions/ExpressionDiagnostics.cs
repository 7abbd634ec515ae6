using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>What can be wrong with an expression of a template.</summary>
public static class ExpressionDiagnostics
{
    public static readonly DiagnosticDescriptor Syntax = new("RDP0210", DiagnosticEffect.Damage, "'{0}' stands in an expression where {1} was wanted.");

    public static readonly DiagnosticDescriptor TooDeep = new("RDP0211", DiagnosticEffect.Damage, "The expression '{0}' is nested deeper than {1} levels.");

    public static readonly DiagnosticDescriptor UnknownFunction = new("RDP0212", DiagnosticEffect.Damage, "'{0}' is no function of templates.");

    public static readonly DiagnosticDescriptor ArgumentCount = new(
        "RDP0213",
        DiagnosticEffect.Damage,
        "Function '{0}' is called with {1} arguments; {2} was wanted.");

    public static readonly DiagnosticDescriptor ArgumentType = new("RDP0214", DiagnosticEffect.Damage, "Function '{0}' is given {1}; {2} was wanted.");

    public static readonly DiagnosticDescriptor NotComputable = new("RDP0215", DiagnosticEffect.Damage, "'{0}' cannot be evaluated: {1}.");

    public static readonly DiagnosticDescriptor NoSuchMember = new("RDP0216", DiagnosticEffect.Damage, "'{0}' is no property or element here; {1} was wanted.");

    public static readonly DiagnosticDescriptor NotDeclared = new("RDP0217", DiagnosticEffect.Damage, "'{0}' is no {1} of this template.");

    public static readonly DiagnosticDescriptor Cycle = new("RDP0218", DiagnosticEffect.Damage, "'{0}' needs its own value.");

    public static readonly DiagnosticDescriptor Failed = new("RDP0219", DiagnosticEffect.Damage, "The template calls fail() here: '{0}'.");

    public static readonly DiagnosticDescriptor TextTooLong = new("RDP0221", DiagnosticEffect.Damage, "'{0}' makes a text of more than {1} characters.");

    public static readonly DiagnosticDescriptor Limit = new("RDP0220", DiagnosticEffect.Refusal, "Evaluation of '{0}' stopped here: it takes more {1}.");

    public static readonly DiagnosticDescriptor DefaultNotDeployable = new(
        "RDP0222",
        DiagnosticEffect.Note,
        "'{0}' cannot be computed from the default of parameter '{1}', which has to be given a value; pass --parameters.");
}
