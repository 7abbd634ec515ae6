using RdpCompliance.Engine.Derivations.Access;

namespace RdpCompliance.Tests.Derivations.Access;

public sealed class AccountNamesTests
{
    [Theory]
    [InlineData("Everyone", "S-1-1-0")]
    [InlineData("everyone", "S-1-1-0")]
    [InlineData("*S-1-1-0", "S-1-1-0")]
    [InlineData("s-1-1-0", "S-1-1-0")]
    [InlineData(@"BUILTIN\Administrators", "S-1-5-32-544")]
    [InlineData("Administrators", "S-1-5-32-544")]
    [InlineData("Administrators (built-in)", "S-1-5-32-544")]
    [InlineData("Remote Desktop Users", "S-1-5-32-555")]
    [InlineData(@"NT AUTHORITY\Authenticated Users", "S-1-5-11")]
    [InlineData(@"NT AUTHORITY\Local account and member of Administrators group", "S-1-5-114")]
    [InlineData("INTERACTIVE", "S-1-5-4")]
    [InlineData(@"NT SERVICE\ALL SERVICES", "S-1-5-80-0")]
    [InlineData(@"NT SERVICE\TrustedInstaller", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464")]
    [InlineData(@"IIS APPPOOL\DefaultAppPool", "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415")]
    [InlineData("Guest", "S-1-5-21-*-501")]
    [InlineData(@"CONTOSO\Domain Users", "S-1-5-21-*-513")]
    [InlineData(@".\Administrator", "S-1-5-21-*-500")]
    [InlineData("*S-1-5-21-1-2-3-1105", "S-1-5-21-1-2-3-1105")]
    [InlineData("*S-1-5-21-*-513", "S-1-5-21-*-513")]
    public void A_name_of_Windows_is_its_identifier(string written, string sid) => Assert.Equal(sid, AccountNames.SidOf(written));

    [Theory]
    [InlineData("Jeder")]
    [InlineData("svc-sql")]
    [InlineData(@"CONTOSO\Everybody")]
    [InlineData(@"CONTOSO\Administrators")]
    [InlineData(@"BUILTIN\Everybody")]
    [InlineData(@"BUILTIN\Domain Users")]
    [InlineData("NT SERVICE\\")]
    [InlineData("WD")]
    [InlineData("*WD")]
    [InlineData("")]
    [InlineData("*")]
    public void Any_other_name_may_be_anybody(string written) => Assert.Null(AccountNames.SidOf(written));

    [Theory]
    [InlineData("S-1-1-0", "Everyone (S-1-1-0)")]
    [InlineData("S-1-5-21-1-2-3-513", "Domain Users (S-1-5-21-1-2-3-513)")]
    [InlineData("S-1-5-21-1-2-3-1105", "S-1-5-21-1-2-3-1105")]
    public void An_identifier_is_shown_with_its_name(string sid, string shown) => Assert.Equal(shown, AccountNames.Shown(sid));
}
