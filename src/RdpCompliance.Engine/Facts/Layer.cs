namespace RdpCompliance.Engine.Facts;

/// <summary>Who states a value; a setting lists its layers in the order in which they win.</summary>
public enum Layer
{
    Policy,
    Mdm,
    Preference,
    Local,
    User,
}
