using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CredentialResults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "mark",
                table: "credentials",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refused_code",
                table: "credentials",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "tried_at",
                table: "credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "forbidden_address",
                table: "connections",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "mark",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "refused_code",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "tried_at",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "forbidden_address",
                table: "connections");
        }
    }
}
