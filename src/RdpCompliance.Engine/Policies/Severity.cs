namespace RdpCompliance.Engine.Policies;

/// <summary>How bad a failed rule is; maps to the SARIF level of the same name.</summary>
public enum Severity
{
    Note,
    Warning,
    Error,
}

/// <summary>How sure a rule's fail is a fault; maps to the SARIF precision.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}
