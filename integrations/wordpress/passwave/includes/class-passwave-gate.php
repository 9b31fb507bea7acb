<?php
/**
 * Decides whether a form may go on.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * One decision for each form and request, however often plugins call the filters: a token can be checked only once.
 */
final class Passwave_Gate {
	const FIELD = 'passwave-response';

	/**
	 * The settings.
	 *
	 * @var Passwave_Settings
	 */
	private $settings;

	/**
	 * The server.
	 *
	 * @var Passwave_Server
	 */
	private $server;

	/**
	 * The passes.
	 *
	 * @var Passwave_Passes
	 */
	private $passes;

	/**
	 * What was decided in this request: form => WP_Error or null.
	 *
	 * @var array
	 */
	private $decided = array();

	/**
	 * Forms that went on because the server could not be asked.
	 *
	 * @var array
	 */
	private $unchecked = array();

	/**
	 * Forms whose pass this request has ended.
	 *
	 * @var array
	 */
	private $ended = array();

	/**
	 * Whether somebody was verified in this request.
	 *
	 * @var bool
	 */
	private $is_verified = false;

	/**
	 * A gate before all forms.
	 *
	 * @param Passwave_Settings $settings The settings.
	 * @param Passwave_Server   $server   The server.
	 * @param Passwave_Passes   $passes   The passes.
	 */
	public function __construct( Passwave_Settings $settings, Passwave_Server $server, Passwave_Passes $passes ) {
		$this->settings = $settings;
		$this->server   = $server;
		$this->passes   = $passes;
	}

	/**
	 * Why the form may not go on, or null. A plugin that signs people in right after their registration is let through:
	 * they were verified in the same request.
	 *
	 * @param string $form One of Passwave_Settings::FORMS.
	 * @return WP_Error|null
	 */
	public function refusal( $form ) {
		if ( ! array_key_exists( $form, $this->decided ) ) {
			$is_wanted              = apply_filters( 'passwave_protects', true, $form );
			$this->decided[ $form ] = $is_wanted && ! $this->is_verified ? $this->decide( $form ) : null;
		}
		return $this->decided[ $form ];
	}

	/**
	 * Ends the pass of a form that is about to have its effect, so that one check has it once.
	 *
	 * @param string $form The form.
	 * @return WP_Error|null
	 */
	public function finish( $form ) {
		if ( ! $this->is_verified || isset( $this->ended[ $form ] ) ) {
			return null;
		}
		$this->ended[ $form ] = true;
		if ( $this->passes->end( $form ) ) {
			return null;
		}
		$this->decided[ $form ] = $this->error( 'passwave_refused' );
		return $this->decided[ $form ];
	}

	/**
	 * Forgets the visitor's pass, now that it has served.
	 *
	 * @param string $form The form.
	 */
	public function forget( $form ) {
		$this->passes->end( $form );
	}

	/**
	 * Whether the form went on because the server could not be asked.
	 *
	 * @param string $form The form.
	 */
	public function is_unchecked( $form ) {
		return isset( $this->unchecked[ $form ] );
	}

	/**
	 * The decision.
	 *
	 * @param string $form The form.
	 */
	private function decide( $form ) {
		if ( self::has_passes( $form ) && $this->passes->take( $form ) ) {
			$this->is_verified = true;
			return null;
		}
		// phpcs:ignore WordPress.Security.NonceVerification -- The token is one.
		$token  = sanitize_text_field( wp_unslash( $_POST[ self::FIELD ] ?? '' ) );
		$answer = $this->answer( $form, $token );
		if ( ! $answer->is_verdict() ) {
			return $this->without_server( $form );
		}
		if ( Passwave_Answer::PASSED !== $answer->kind || $answer->action !== $form || ! self::is_of_this_site( $answer ) ) {
			return $this->error( '' === $token ? 'passwave_missing' : 'passwave_refused' );
		}
		$this->is_verified = true;
		if ( self::has_passes( $form ) ) {
			$this->passes->create( $form );
		}
		return null;
	}

	/**
	 * Whether the form comes back with mistakes to be mended. WordPress refuses a faulty comment before it asks anybody.
	 *
	 * @param string $form The form.
	 */
	private static function has_passes( $form ) {
		return 'comment' !== $form;
	}

	/**
	 * What the server says. A form without a token is refused, unless the server is away and the form may do without:
	 * its script did not reach the page then either.
	 *
	 * @param string $form  The form.
	 * @param string $token The token, or the empty string.
	 */
	private function answer( $form, $token ) {
		if ( '' !== $token ) {
			return $this->server->verify( $token );
		}
		if ( Passwave_Settings::LET_IN === $this->settings->when_unreachable( $form ) ) {
			return $this->server->verify( Passwave_Server::NO_TOKEN );
		}
		return new Passwave_Answer( Passwave_Answer::REFUSED, 'missing-input-response' );
	}

	/**
	 * What the owner chose for a server that cannot be asked.
	 *
	 * @param string $form The form.
	 */
	private function without_server( $form ) {
		if ( Passwave_Settings::LET_IN !== $this->settings->when_unreachable( $form ) ) {
			return $this->error( 'passwave_unavailable' );
		}
		$this->unchecked[ $form ] = true;
		return null;
	}

	/**
	 * Whether the check was done on a page of this site.
	 *
	 * @param Passwave_Answer $answer The answer.
	 */
	public static function is_of_this_site( Passwave_Answer $answer ) {
		$here  = 'http://' . sanitize_text_field( wp_unslash( $_SERVER['HTTP_HOST'] ?? '' ) );
		$hosts = array();
		foreach ( array( home_url(), site_url(), $here ) as $url ) {
			$hosts[] = wp_parse_url( $url, PHP_URL_HOST );
		}
		return in_array( $answer->hostname, apply_filters( 'passwave_hostnames', $hosts ), true );
	}

	/**
	 * The refusal in words.
	 *
	 * @param string $code Which.
	 */
	private function error( $code ) {
		$words = array(
			'passwave_missing'     => __( 'Please do the human check, then send the form again.', 'passwave' ),
			'passwave_refused'     => __( 'The human check could not be confirmed. Please verify again.', 'passwave' ),
			'passwave_unavailable' => __( 'Nobody can be verified right now. Please try again in a minute.', 'passwave' ),
		);
		$label = '<strong>' . esc_html__( 'Error:', 'passwave' ) . '</strong> ';
		return new WP_Error( $code, $label . esc_html( $words[ $code ] ), array( 'status' => 403 ) );
	}
}
